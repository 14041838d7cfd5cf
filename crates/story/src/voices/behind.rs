//! Speakers that stand behind what leads to them: "said Smith", "according to the ministry".

use super::speaker::{APPOSITION, LONGEST, Reading, Who, somebody};

/// The speaker behind token `at` ("said Smith", "according to the ministry").
pub(super) fn behind(r: Reading<'_>, at: usize) -> Option<Who> {
    let from = at + 1;
    if !r.joined(at) || r.tokens.get(from).is_none_or(|t| t.quote) {
        return None;
    }
    let first = r.lower(from);
    if r.p.breaker.contains(first.as_str()) || r.p.lead.contains(first.as_str()) {
        return None;
    }
    let mut end = from;
    let mut names = false;
    let mut head = false;
    while end < r.tokens.len() && end - from <= LONGEST {
        if end > from && !r.joined(end - 1) || r.is_quote(end) {
            break;
        }
        let lower = r.lower(end);
        let stop = r.p.breaker.contains(lower.as_str())
            || r.p.lead.contains(lower.as_str()) && lower != "and"
            || r.p.calendar.contains(lower.as_str())
            || matches!(lower.as_str(), "in" | "on");
        let inside = r.p.inside.contains(lower.as_str());
        let name = r.is_name(end) || r.is_particle(end) && names;
        // Behind a whole speaker only what belongs to it goes on: "said Smith of the Post", not "said Smith smiling".
        let goes_on = name
            || inside
            || lower == "and" && r.is_name(end + 1)
            || !names && !head
            || matches!(r.word(end.saturating_sub(1)), "of" | "for" | "at" | "from" | "the")
            || end > from && r.possesses(end - 1)
            || r.p.role.contains(lower.as_str())
            || r.p.group.contains(lower.as_str())
            || leads_to_name(r, end);
        if stop || !goes_on {
            break;
        }
        if inside {
            (names, head) = (false, false);
        }
        names |= name;
        head |= r.p.group.contains(lower.as_str()) || r.p.role.contains(lower.as_str());
        end += 1;
    }
    while end > from
        && (r.p.inside.contains(r.lower(end - 1).as_str()) || matches!(r.word(end - 1), "and" | "the" | "a"))
    {
        end -= 1;
    }
    let Who::Named { name, role, person } = somebody(r, from, end)? else { return None };
    let role = role.or_else(|| role_behind(r, end));
    Some(Who::Named { name, role, person })
}

/// "CNN meteorologist Ivan Cabrera": behind a name, a word or two that say what somebody is, and then the name.
fn leads_to_name(r: Reading<'_>, at: usize) -> bool {
    (at..at + 3)
        .take_while(|i| {
            let w = r.lower(*i);
            (*i == at || r.joined(i - 1))
                && !w.ends_with("ing")
                && !r.p.inside.contains(w.as_str())
                && !r.p.breaker.contains(w.as_str())
                && w != "and"
        })
        .any(|i| r.is_name(i))
}

/// "…, a professor at Oxford": what the speaker is, in the words behind the comma.
fn role_behind(r: Reading<'_>, end: usize) -> Option<String> {
    if !r.comma(end.checked_sub(1)?) || !matches!(r.lower(end).as_str(), "a" | "an" | "the") {
        return None;
    }
    let mut stop = end + 1;
    while stop < r.tokens.len() && r.joined(stop - 1) && !r.is_quote(stop) && stop - end < APPOSITION {
        if r.p.breaker.contains(r.lower(stop).as_str()) {
            return None;
        }
        stop += 1;
    }
    let role = r.slice(end, stop)?;
    (end..stop).any(|i| r.p.role.contains(r.lower(i).as_str())).then(|| role.to_owned())
}
