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
    // Letters that Persian and Urdu have and Arabic has not.
    let has = |of: &[char]| if ascii { 0 } else { head.chars().filter(|c| of.contains(c)).count() };
    let urdu = has(&['ے', 'ں', 'ٹ', 'ڈ', 'ڑ', 'ھ', 'ہ']) * 12;
    for (tag, n) in [
        ("ur", urdu),
        ("fa", if urdu > 0 && urdu * 6 > letters { 0 } else { has(&['ی', 'ک', 'پ', 'چ', 'ژ', 'گ']) * 12 }),
        ("ja", count('\u{3040}', '\u{30ff}') * 6),
        ("ko", count('\u{ac00}', '\u{d7a3}') * 2),
        ("zh", count('\u{4e00}', '\u{9fff}') * 2),
        ("th", count('\u{e00}', '\u{e7f}') * 2),
        ("ar", count('\u{600}', '\u{6ff}') * 2),
        ("he", count('\u{590}', '\u{5ff}') * 2),
        ("el", count('\u{370}', '\u{3ff}') * 2),
        ("hi", count('\u{900}', '\u{97f}') * 2),
        ("uk", count('і', 'ї') * 30),
        ("ru", count('\u{400}', '\u{4ff}') * 2),
    ] {
        if n > letters {
            return Some(tag);
        }
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
            ("fa", "باران دیروز پل چوبی روستا را برد و مردم می‌گویند که کسی کمک نکرد."),
            ("ar", "قال رئيس البلدية إن الجسر الخشبي أغلق يوم أمس بسبب الأمطار الغزيرة في المدينة."),
            ("ur", "کل کی بارش سے گاؤں کا لکڑی کا پل بہہ گیا اور لوگوں کا کہنا ہے کہ کسی نے مدد نہیں کی۔"),
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
        ] {
            assert_eq!(guess(text), Some(tag), "{text}");
        }
        assert_eq!(guess("Kraków Gdańsk Łódź 2026"), None);
    }
}
