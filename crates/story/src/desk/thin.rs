//! Articles that are too old to be near anything are kept without what only comparing needs.

use super::links::Links;
use super::near::YOUNG;
use super::{Desk, Kept, Seat};

/// Thinned is when so many times as many articles as have become too old are remembered, so that it costs little for each.
const TIMES: usize = 16;

impl Desk {
    /// Takes from articles before the earliest that is open to second looks their vectors, their places in the
    /// postings, and the likeness to articles of other stories: they are met no more, and their story stays whole.
    pub(super) fn thin(&mut self) {
        let (from, cut, counted) = (self.open_from(), self.cut, self.counted);
        // While the desk is young, likeness is worked out again.
        let many = usize::try_from(cut.saturating_sub(self.thinned)).unwrap_or(usize::MAX);
        if counted < 2 * YOUNG || many.saturating_mul(TIMES) < self.articles.len() {
            return;
        }
        self.thinned = cut;
        let old = |seat: Seat, k: &Kept| seat < cut && k.at < from && k.weighed >= YOUNG;
        let mut lists: Vec<(Seat, Links)> = Vec::new();
        for (seat, k) in self.articles.iter().filter(|(seat, k)| old(*seat, k) && !k.print.is_empty()) {
            let own = |o: Seat| self.articles.at(o).is_some_and(|o| o.story == k.story);
            lists.push((seat, Links::of(seat, k.near().filter(|(o, _)| own(*o)))));
        }
        for (seat, near) in lists {
            if let Some(k) = self.articles.at_mut(seat) {
                k.near = near;
                k.print.clear();
            }
        }
        let articles = &self.articles;
        self.postings.sweep(|seat| seat >= cut && articles.at(seat).is_some());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Incoming, Settings};

    #[test]
    fn old_stories_stay_whole() {
        const DAY: i64 = 86_400;
        let text = "The ferry ran aground in thick fog before dawn, and the lifeboats of three harbours brought all forty \
            people to land; nobody was hurt, and divers are to look at the hull when the tide is low.";
        let titles = [
            "Ferry runs aground off the island of Fennock, forty rescued",
            "Forty rescued as ferry runs aground off Fennock",
            "Fennock ferry aground: all forty rescued",
        ];
        let mut desk = Desk::new(Settings::default());
        let add = |desk: &mut Desk, id: i64, at: i64, title: &str, text: &str| {
            desk.add(&Incoming { id, at, title, text, language: Some("en"), ..Incoming::default() });
        };
        for (id, title) in (1..).zip(titles) {
            add(&mut desk, id, id, title, if id == 1 { text } else { "" });
        }
        for id in 10..40 {
            add(&mut desk, id, 10 * DAY + id, &format!("Alder{id} birch{id} cedar{id}"), "");
        }
        let young = desk.clone();
        // As if it had seen many more before.
        desk.counted = 3 * YOUNG;
        for seat in 0..desk.articles.next() {
            if let Some(k) = desk.articles.at_mut(seat) {
                k.weighed = 2 * YOUNG;
            }
        }
        let prints = |desk: &Desk| desk.articles.iter().filter(|(_, k)| !k.print.is_empty()).count();
        for (mut desk, left) in [(young, 33), (desk, 30)] {
            desk.settle();
            let before = desk.story(1);
            assert_eq!(before.as_ref().map(|s| s.articles.as_slice()), Some(&[1, 2, 3][..]));
            desk.expire(10 * DAY);
            assert_eq!(prints(&desk), left);
            assert_eq!(desk.story(1), before);
            let bytes = desk.save().unwrap();
            let mut restored = Desk::restore(&bytes).unwrap();
            for desk in [&mut desk, &mut restored] {
                add(desk, 50, 11 * DAY, "Ferry aground", text);
                desk.settle();
                assert_eq!(desk.story(1).unwrap().articles, [1, 2, 3, 50], "a copy still finds it");
            }
            assert_eq!(desk.story(1), restored.story(1));
        }
    }
}
