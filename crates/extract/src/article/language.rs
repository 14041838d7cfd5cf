//! A guess at a text's language by its commonest words, for pages that do not say.

use std::collections::HashMap;

use super::letters;

/// The commonest words of each language.
const WORDS: [(&str, &str); 23] = [
    (
        "en",
        "the and of that with was for his are which is it as have had not but they from this be by said has were",
    ),
    (
        "de",
        "der und die nicht ist das mit auf eine wird den von dem ein sich zu im des als auch für sind einer nach bei haben",
    ),
    (
        "fr",
        "les des est dans une pour qui pas avec sur le la et du que ce au plus par sont il son ont cette aux mais leur",
    ),
    (
        "es",
        "los las del una por con para como más pero el la de que en y se su al un lo no fue es sus este ha son entre",
    ),
    (
        "ca",
        "els les del una per amb és que com més però el la de i en un al dels aquest són ha també seva va pel",
    ),
    (
        "it",
        "che della per non sono con gli nel alla più del una dei anche di il la le un è ha si da al delle dal nella",
    ),
    (
        "pt",
        "não uma para com dos mais como são foi pelo que de do da em um os as no na se ao pela das é por seu sua ser",
    ),
    ("ro", "și de la în care nu cu este pe din mai sunt un o pentru că au fost al ale să lui sau dar după"),
    (
        "nl",
        "het een van niet zijn voor met ook naar maar de en is dat op te die in er aan bij door worden werd over uit",
    ),
    (
        "sv",
        "och att det som inte för är på har ett en av i den med till de om från var kan hade han sig efter",
    ),
    ("da", "og det ikke har til som af er blev fra en at på den med for de der et han var sig efter kan mod"),
    ("nb", "og det ikke har til som av er ble fra en at på den med for de et han var seg etter kan mot ut"),
    (
        "pl",
        "nie się jest oraz przez jak dla tym także od w na z że do i o po to za są ale który był jego czy było",
    ),
    (
        "cs",
        "že jsou také která který bylo podle jako jeho ale a se v na je do o s z to za by si pro po ve kde byl",
    ),
    (
        "sk",
        "že sú tiež ktorá ktorý bolo podľa ako jeho ale a sa v na je do o s z to za by si pre po vo kde bol",
    ),
    ("sl", "je in na se da za so ki pa z tudi v ne bi po kot od ali bo bil bila pri še kar"),
    ("hr", "je i u na se da za su koji od s a o što ne iz će kao po bi ili bio bila ali kako nije"),
    ("hu", "a az és hogy nem egy is volt meg de ez el már csak mint még ki azt aki szerint vagy"),
    ("tr", "ve bir bu için ile olarak olan daha çok sonra de da en kadar ise dedi oldu gibi göre ama her o"),
    ("fi", "ja että oli mutta hän myös joka ovat kun sen on ei se mukaan niin tai kuin hänen ole joten"),
    (
        "id",
        "yang dan dengan untuk ini dari tidak dalam akan pada itu di ke oleh juga sebagai ada bisa kata telah",
    ),
    ("sw", "ya wa kwa na katika hiyo kuwa za hilo cha ni huo la hii alisema huyo baada watu pia ambayo"),
    ("vi", "của và là các có được cho trong không với người những một này đã từ đến khi về nhiều vào"),
];

/// Scripts that few languages write: of those the commonest, the first and the last character, and how often a text's
/// share of them is taken for more than half.
const SCRIPTS: [(&str, char, char, usize); 21] = [
    ("ja", '\u{3040}', '\u{30ff}', 6),
    ("ko", '\u{ac00}', '\u{d7a3}', 2),
    ("zh", '\u{4e00}', '\u{9fff}', 2),
    ("th", '\u{e00}', '\u{e7f}', 2),
    ("ar", '\u{600}', '\u{6ff}', 2),
    ("he", '\u{590}', '\u{5ff}', 2),
    ("el", '\u{370}', '\u{3ff}', 2),
    ("hi", '\u{900}', '\u{97f}', 2),
    ("bn", '\u{980}', '\u{9ff}', 2),
    ("pa", '\u{a00}', '\u{a7f}', 2),
    ("gu", '\u{a80}', '\u{aff}', 2),
    ("ta", '\u{b80}', '\u{bff}', 2),
    ("te", '\u{c00}', '\u{c7f}', 2),
    ("kn", '\u{c80}', '\u{cff}', 2),
    ("ml", '\u{d00}', '\u{d7f}', 2),
    ("si", '\u{d80}', '\u{dff}', 2),
    ("my", '\u{1000}', '\u{109f}', 2),
    ("ka", '\u{10a0}', '\u{10ff}', 2),
    ("am", '\u{1200}', '\u{137f}', 2),
    ("km", '\u{1780}', '\u{17ff}', 2),
    ("ru", '\u{400}', '\u{4ff}', 2),
];

/// Of languages that share a script with a commoner one: the letters that they alone write, the surest first.
const LETTERS: [(&str, &str, &str); 9] = [
    ("ar", "ur", "ٹڈڑےں"),
    ("ar", "fa", "پچژگکی"),
    ("ru", "be", "ў"),
    ("ru", "uk", "їєіґ"),
    ("ru", "kk", "әғқңұһ"),
    ("ru", "mk", "ѓќѕ"),
    ("ru", "sr", "ђћџљњј"),
    ("hi", "mr", "ळ"),
    ("ru", "bg", "ъ"),
];

/// One of so many letters is one of those that a language alone writes.
const OWN: usize = 60;

/// The language of a text in a script that several write.
fn within(tag: &'static str, head: &str) -> &'static str {
    let letters = head.chars().filter(|c| letters::is_alphabetic(*c)).count();
    let own = |of: &str| head.chars().filter(|c| of.contains(*c)).count() * OWN > letters;
    // Russian writes the letter that Bulgarian is told by, seldom, and others that Bulgarian has not.
    let is = |(_, other, of): &&(&str, &'static str, &str)| {
        own(of) && (*other != "bg" || !head.contains(['ы', 'э']))
    };
    LETTERS.iter().filter(|(script, ..)| *script == tag).find(is).map_or(tag, |(_, other, _)| *other)
}

/// What a word says that stands in one language alone: a number that most numbers of languages divide.
const WHOLE: u32 = 60;
/// So many words of its own a text has at the least.
const LEAST: u32 = 2;
/// One of so many words is a common one.
const SHARE: usize = 30;

/// The language's primary tag; nothing where the text is too short or fits none.
pub(crate) fn guess(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(4000).map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or(text).to_lowercase();
    // Nothing of these stands in a text that is ASCII throughout.
    let ascii = head.is_ascii();
    let count = |low: char, high: char| {
        if ascii { 0 } else { head.chars().filter(|c| (low..=high).contains(c)).count() }
    };
    let letters = head.chars().filter(|c| letters::is_alphabetic(*c)).count().max(1);
    if !ascii && let Some(tag) = SCRIPTS.iter().find(|s| count(s.1, s.2) * s.3 > letters).map(|s| s.0) {
        return Some(within(tag, &head));
    }
    let words: Vec<&str> =
        head.split(|c: char| !letters::is_alphabetic(c)).filter(|w| !w.is_empty()).collect();
    // Of each word, the languages that it speaks for, by bit.
    let mut known: HashMap<&str, u32> = HashMap::new();
    for (bit, (_, list)) in WORDS.iter().enumerate() {
        for word in list.split(' ') {
            *known.entry(word).or_default() |= 1 << bit;
        }
    }
    // A word that stands in few languages says more.
    let (mut sums, mut counts) = ([0_u32; WORDS.len()], [0_usize; WORDS.len()]);
    for speaks in words.iter().filter_map(|w| known.get(w)) {
        let says = WHOLE / speaks.count_ones();
        for (bit, (sum, n)) in sums.iter_mut().zip(&mut counts).enumerate() {
            let speaks = speaks >> bit & 1;
            *sum += says * speaks;
            *n += usize::from(speaks == 1);
        }
    }
    let scored = sums.into_iter().zip(counts).zip(WORDS);
    let ((sum, n), (tag, _)) = scored.fold(((0, 0), ("", "")), |a, b| if b.0.0 > a.0.0 { b } else { a });
    (n >= 3 && sum >= LEAST * WHOLE && n * SHARE > words.len()).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn short_texts_tell_their_language() {
        for (tag, text) in [
            (
                "pl",
                "Wagon z 1938 r. wyjechał na trasę w piątek i utknął na rondzie, bo pękła szyna. Miasto uznało, że to nie jego sprawa.",
            ),
            (
                "sw",
                "Watu wa kijiji hiki wamesema kwamba maji ya mto huo hayatoshi kwa mifugo yao baada ya ukame katika eneo hilo.",
            ),
            (
                "cs",
                "Město podle mluvčí neví, kdo má za kolej platit, a tak se o tom bude jednat až v pondělí.",
            ),
            (
                "vi",
                "Cây cầu cũ xây năm 2009 bị lũ cuốn trôi, các học sinh của bản phải qua suối bằng bè trong 19 ngày.",
            ),
            (
                "pt",
                "Um professor de Sumaré transformou o telhado da escola em uma horta que hoje ocupa 380 metros.",
            ),
            ("sl", "Ribiči so v jezeru našli klavir, ki ga nihče ne pogreša, in za zdaj bo ostal na dnu."),
            (
                "fa",
                "وقتی آب بعد از یازده سال از دهانه قنات بیرون آمد، مردم روستا کنار آن جمع شدند و چای نوشیدند.",
            ),
            (
                "ar",
                "قال رئيس البلدية إن الجسر سيعاد فتحه يوم الاثنين بعد عامين من الإصلاحات في المدينة القديمة.",
            ),
            ("ur", "شہر کے میئر نے کہا ہے کہ پل دو سال کی مرمت کے بعد پیر کو دوبارہ کھول دیا جائے گا۔"),
            ("uk", "Міський голова повідомив, що міст відкриють у понеділок після двох років ремонту."),
            (
                "ru",
                "Мэр города сообщил, что мост откроют в понедельник после двух лет ремонта, подъезд к нему закрыт.",
            ),
            ("bg", "Кметът съобщи, че мостът ще бъде открит в понеделник след две години ремонт на пътя."),
            ("sr", "Градоначелник је рекао да ће мост бити поново отворен у понедељак после две године."),
            ("bn", "মেয়র বলেছেন, দুই বছর মেরামতের পর সোমবার সেতুটি আবার খুলে দেওয়া হবে।"),
        ] {
            assert_eq!(guess(text), Some(tag), "{text}");
        }
        assert_eq!(guess("Kraków Gdańsk Łódź 2026"), None);
    }
}
