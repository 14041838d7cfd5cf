//! A line that tells who and when at once, taken apart.

use super::credits;
use super::furniture::is_furniture;
use super::lines::is_role;
use super::phrases::phrases;
use crate::article::meta;
use crate::article::words::{count, fold_key, is_dense};

/// Words that part a date from that of a change on one line, lower case.
pub(super) const CHANGES: &[&str] = &[
    "mis à jour",
    "modifié",
    "updated",
    "last modified",
    "aktualisiert",
    "geändert",
    "actualizado",
    "actualizada",
    "atualizado",
    "atualizada",
    "aggiornato",
    "modifica",
    "bijgewerkt",
    "oppdatert",
    "uppdaterad",
    "opdateret",
    "aktualizacja",
    "обновлено",
    "güncelleme",
    "更新",
    "päivitetty",
    "zaktualizowano",
    "aktualizováno",
    "оновлено",
    "güncelle",
    "ενημέρωση",
    "ενημερώθηκε",
    "تحديث",
    "diperbarui",
    "cập nhật",
    "अपडेट",
    "수정",
    "업데이트",
    "sist endret",
    "gewijzigd",
    "editado",
    "aangepast",
    "aggiornamento",
    "atualização",
    "actualización",
    "actualitzat",
    "actualitzada",
    "mise à jour",
    "ažurirano",
    "izmijenjeno",
    "aktualizované",
    "actualizat",
    "data actualizării",
    "frissítve",
    "módosítva",
    "обновена",
    "актуализиран",
    "змінено",
    "изменено",
    "ændret",
    "endret",
    "ändrad",
    "muokattu",
    "değiştirilme",
    "τελευταία ενημέρωση",
    "diubah",
];

/// Signs that part what stands in one line.
const SIGNS: [char; 7] = ['|', '•', '·', '⋅', '●', '∙', '/'];

/// The part of a line before its time, its first parting sign or the minutes it takes to read; and the rest.
pub(super) fn parted(text: &str) -> (String, String) {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split(' ') {
        let (name, month) = glued(word);
        let (dense, date) = name.split_at_checked(dense_end(name)).unwrap_or((name, ""));
        for part in [dense, date, month].into_iter().filter(|p| !p.is_empty()) {
            for c in part.chars() {
                if SIGNS.contains(&c) && !part.bytes().any(|b| b.is_ascii_digit()) {
                    spaced.extend([' ', c, ' ']);
                } else {
                    spaced.push(c);
                }
            }
            spaced.push(' ');
        }
    }
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let begins = |i: usize| {
        let digit = |w: &&str| w.starts_with(|c: char| c.is_ascii_digit());
        let Some(word) = words.get(i) else { return false };
        digit(word)
            || word.chars().all(|c| SIGNS.contains(&c))
            || i > 0 && phrases().is("dated", &fold_key(word))
            || meta::is_month(word) && words.get(i.saturating_add(1)).is_some_and(digit)
    };
    let cut = (0..words.len()).find(|i| begins(*i)).unwrap_or(words.len());
    let (head, tail) = words.split_at_checked(cut).unwrap_or_default();
    (head.join(" "), tail.join(" "))
}

/// "田中恭太2024年5月30日": where a name in a script without spaces ends and a date begins; else nothing is cut.
fn dense_end(word: &str) -> usize {
    let at = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
    let dated = word.get(at..).is_some_and(|rest| rest.contains('年'));
    if dated && word.get(..at).is_some_and(is_dense_name) { at } else { word.len() }
}

/// "AllisonJanuary": a name and a month without a space between.
fn glued(word: &str) -> (&str, &str) {
    let mut before = ' ';
    for (i, c) in word.char_indices() {
        if c.is_uppercase()
            && before.is_lowercase()
            && let Some((name, month)) = word.split_at_checked(i)
            && month.chars().count() >= 3
            && meta::is_month(month)
        {
            return (name, month);
        }
        before = c;
    }
    (word, "")
}

/// Two to four words as a person's name has them.
pub(super) fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let capital = |w: &&str| {
        w.starts_with(char::is_uppercase)
            && w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''))
    };
    (2..=4).contains(&words.len())
        && words.iter().filter(|w| capital(w)).count() >= 2
        && words.iter().all(|w| capital(w) || is_particle(w))
        && !words.iter().any(|w| is_button(w) || is_glued(w))
        && !is_furniture(text)
}

/// "LinkedinFlipboard": words that stood apart on the page. Names have capitals within only behind a short beginning.
pub(super) fn is_glued(word: &str) -> bool {
    let mut before = ' ';
    word.chars().enumerate().any(|(at, c)| {
        let glued = at > 4 && c.is_uppercase() && before.is_lowercase();
        before = c;
        glued
    })
}

/// "記者陳怡秀／雲林報導": the reporter's name.
pub(super) fn reporter(text: &str) -> Option<String> {
    let letter = |c: &char| is_dense(*c) || *c == '々' || ('가'..='힣').contains(c);
    // "윤가람 기자", "기자 윤가람"
    if let Some((before, after)) = text.split_once("기자") {
        let after: String = after.trim_start_matches([' ', ':']).chars().take_while(letter).collect();
        let before = before.trim_end().rsplit(' ').next().unwrap_or_default();
        return [before, after.as_str()].into_iter().find(|n| is_dense_name(n)).map(str::to_owned);
    }
    let (_, rest) = text.split_once("記者").or_else(|| text.split_once("记者"))?;
    let name: String = rest.trim_start_matches([' ', ':', '：']).chars().take_while(letter).collect();
    is_dense_name(&name).then_some(name)
}

/// "记者周怀远、李思齐": all of them.
pub(super) fn reporters(text: &str) -> Vec<String> {
    let Some(first) = reporter(text) else { return Vec::new() };
    let rest = text.split_once(&first).map_or("", |(_, rest)| rest);
    let mut out = vec![first.clone()];
    if let Some(more) = rest.strip_prefix('、') {
        let end = more.find(|c| !(is_dense(c) || c == '、')).unwrap_or(more.len());
        let more = more.get(..end).unwrap_or_default().split('、').take_while(|n| is_dense_name(n));
        out.extend(more.map(str::to_owned));
    }
    out
}

/// A word of buttons and menus.
pub(super) fn is_button(word: &str) -> bool {
    let key = fold_key(word);
    phrases().is("whole", &key) || phrases().is("comments", &key) || phrases().is("buttons", &key)
}

/// "Jane Doe and John Roe (The Post)": without whose they are.
pub(super) fn without_brackets(text: &str) -> &str {
    text.strip_suffix(')').and_then(|t| t.rsplit_once(" (")).map_or(text, |(before, _)| before)
}

/// Two or more persons' names in one line: "Jane Doe | John Roe", "Jane Doe and AP".
pub(super) fn persons(text: &str) -> Option<Vec<String>> {
    // "Jane Doe and John Roe, staff writers"
    let text = text.rsplit_once(", ").filter(|(_, role)| is_role(role)).map_or(text, |(who, _)| who);
    let sign =
        [" | ", ", ", " and ", " und ", " & ", " et ", " y ", " e ", " i ", " en ", " og ", " och ", " / "]
            .into_iter()
            .find(|s| text.contains(s))?;
    let parts: Vec<&str> =
        text.split(sign).flat_map(|p| p.split(" and ")).map(|p| without_place(p.trim())).collect();
    let named = parts.iter().filter(|p| is_person(p)).count();
    let agency = parts.iter().filter(|p| credits::is_agency(p)).count();
    (parts.len() >= 2 && named >= 1 && named.saturating_add(agency) == parts.len())
        .then(|| parts.into_iter().filter(|p| is_person(p)).map(str::to_owned).collect())
}

/// "Jane Doe in Hong Kong": the name alone.
pub(super) fn without_place(text: &str) -> &str {
    match text.split_once(" in ") {
        Some((name, place)) if count(place) <= 4 && place.starts_with(char::is_uppercase) => name,
        _ => text,
    }
}

/// A name in a script without spaces: a few characters and nothing else.
pub(super) fn is_dense_name(text: &str) -> bool {
    (2..=6).contains(&text.chars().count())
        && text.chars().all(|c| is_dense(c) || c == '々' || ('가'..='힣').contains(&c))
}

/// A name without what stands around it: "Serkan Özbayır / Edremit", "Jane Doe (London)", "Amman: Jane Doe".
pub(super) fn bare(text: &str) -> String {
    let cut = [" / ", " (", " – ", " — ", " - ", " | ", " · ", " • ", ", ", "@"]
        .iter()
        .filter_map(|s| text.find(s))
        .min();
    let text = cut.and_then(|at| text.get(..at)).unwrap_or(text);
    // "Jane Doe/Gazette Writer"
    let text = match text.split_once('/') {
        Some((who, role)) if is_role(role) => who,
        _ => text,
    };
    // "Jane Doe Text"
    let text = match text.rsplit_once(' ') {
        Some((who, last)) if who.contains(' ') && phrases().is("bylines", &fold_key(last)) => who,
        _ => text,
    };
    let text = match text.split_once(": ") {
        Some((place, who)) if count(place) <= 2 => who,
        _ => text,
    };
    let text = text.strip_suffix("기자").unwrap_or(text);
    let bare = unglued(text.trim_end_matches([',', ':', ' ', '|']));
    // "Outi Ranta HS": letters of an outlet.
    match bare.rsplit_once(' ') {
        Some((name, last))
            if name.contains(' ')
                && (2..=3).contains(&last.chars().count())
                && last.chars().all(char::is_uppercase)
                && name.contains(char::is_lowercase) =>
        {
            name.to_owned()
        }
        _ => bare.to_owned(),
    }
}

/// "Sophie FosterTravel", "Sarah LazareTwitter": without what the page wrote behind the name.
fn unglued(name: &str) -> &str {
    let mut before = ' ';
    for (at, c) in name.char_indices() {
        if c.is_uppercase() && before.is_lowercase() {
            let (head, tail) = name.split_at_checked(at).unwrap_or((name, ""));
            let key = fold_key(tail);
            if head.contains(' ') && (phrases().is("whole", &key) || phrases().is("desks", &key)) {
                return head;
            }
        }
        before = c;
    }
    name
}

/// An outlet's name: its last word says so.
pub(super) fn is_outlet(text: &str) -> bool {
    let key = fold_key(text);
    // In scripts without spaces the word ends the name: 毎日新聞.
    let dense = phrases().ending("outlets-dense", &key).is_some_and(|end| end.len() < key.len());
    phrases().ends("outlets", &key) || phrases().begins("outlets", &key).is_some() || dense
}

/// "The Post News, Lincolnshire": an outlet and where it has it from.
pub(super) fn is_place_of_outlet(text: &str) -> bool {
    text.split_once(", ").is_some_and(|(outlet, place)| {
        count(outlet) <= 3 && count(place) <= 3 && is_outlet(outlet) && place.starts_with(char::is_uppercase)
    })
}

/// "ByJane Doe": the word and the name stood apart on the page.
pub(super) fn glued_by(text: &str) -> Option<Vec<String>> {
    let upper = |at: &usize| text.get(*at..).is_some_and(|t| t.starts_with(char::is_uppercase));
    let small = |at: usize| text.get(at..).and_then(|t| t.chars().nth(1)).is_some_and(char::is_lowercase);
    let at = text.char_indices().map(|(at, _)| at).skip(1).filter(upper);
    // "BYJane Doe"
    let at = at.into_iter().find(|at| !text.starts_with("BY") || small(*at))?;
    let (word, rest) = text.split_at_checked(at)?;
    if !word.chars().all(char::is_alphabetic) || !phrases().is("bylines", &fold_key(word)) {
        return None;
    }
    let first = bare(rest);
    if !is_person(&first) {
        return None;
    }
    // "ByJane Doe, John Roe, Mumbai"
    let (who, _) = parted(rest);
    let more = who.split(", ").skip(1).take_while(|n| is_person(n)).map(str::to_owned);
    Some(std::iter::once(first).chain(more).collect())
}

/// "Jane DoeStaff Reporter", "Jane DoeandJohn Roe": words that stood apart on the page, with a space between.
pub(super) fn spaced(text: &str) -> Option<String> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c.is_uppercase() && before.is_lowercase() {
            let (head, tail) = text.split_at_checked(at)?;
            if is_role(tail) && count(tail) <= 3 && head.contains(' ') {
                return Some(format!("{head}, {tail}"));
            }
            if let Some(first) = head.strip_suffix("and")
                && is_person(first)
                && is_person(tail)
            {
                return Some(format!("{first} and {tail}"));
            }
        }
        before = c;
    }
    None
}

/// Small words within names.
pub(super) fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 19] = [
        "i", "y", "de", "da", "do", "dos", "das", "del", "di", "van", "von", "der", "den", "ten", "ter",
        "la", "le", "al", "bin",
    ];
    PARTICLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::{is_person, parted};

    #[test]
    fn who_and_when_are_told_apart() {
        for (line, head, tail) in [
            ("By Jane Roe Jan. 31, 2026 7:47 am EST", "By Jane Roe", "Jan. 31, 2026 7:47 am EST"),
            ("By Jane RoeJanuary 14, 2026", "By Jane Roe", "January 14, 2026"),
            ("By Jane Roe | Updated on 19-Dec-2025", "By Jane Roe", "| Updated on 19-Dec-2025"),
            ("By Jane Roe ⋅ Review Editor", "By Jane Roe", "⋅ Review Editor"),
            ("Jane Roe•Updated on Jul 4, 2024", "Jane Roe", "• Updated on Jul 4, 2024"),
            ("By Mary Marchand", "By Mary Marchand", ""),
        ] {
            assert_eq!(parted(line), (head.to_owned(), tail.to_owned()));
        }
        assert!(is_person("Tim de Groot"));
        assert!(!is_person("Read more about it"));
    }
}
