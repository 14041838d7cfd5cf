//! Bodies: decoded as they arrive, cut off at the limit.

use std::io::{self, Write};

use brotli_decompressor::DecompressorWriter;
use flate2::write::{DeflateDecoder, GzDecoder, ZlibDecoder};

/// Takes a body's pieces as they arrive and decodes them.
pub(crate) struct Body {
    decoder: Decoder,
    /// The encoded stream reached its own end; what follows is passed over, as browsers do.
    ended: bool,
    /// Encoded bytes taken so far.
    taken: usize,
}

enum Decoder {
    Plain(Sink),
    Gzip(Box<GzDecoder<Sink>>),
    Brotli(Box<DecompressorWriter<Sink>>),
    /// Zlib or raw deflate, which servers mix up: the first byte tells.
    DeflateUndecided(Sink),
    Zlib(Box<ZlibDecoder<Sink>>),
    Deflate(Box<DeflateDecoder<Sink>>),
}

/// Why a piece was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The decoded body is larger than the limit.
    TooLarge,
    /// The body is not in the encoding that its header says.
    Garbled,
}

/// Collects decoded bytes up to a limit.
#[derive(Default)]
struct Sink {
    bytes: Vec<u8>,
    limit: usize,
    full: bool,
}

impl Write for Sink {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let room = self.limit.saturating_sub(self.bytes.len());
        if piece.len() > room {
            self.bytes.extend_from_slice(piece.get(..room).unwrap_or_default());
            self.full = true;
            return Err(io::Error::other("larger than the limit"));
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Body {
    /// A body in a content encoding (the header's value, if any) of at most `limit` bytes once decoded.
    /// Nothing if the encoding is unknown.
    pub(crate) fn new(encoding: Option<&str>, limit: usize) -> Option<Body> {
        let sink = Sink { limit, ..Sink::default() };
        let mut names = encoding
            .unwrap_or_default()
            .split(',')
            .map(|name| name.trim().to_ascii_lowercase())
            .filter(|name| !name.is_empty() && name != "identity");
        let decoder = match names.next().as_deref() {
            None => Decoder::Plain(sink),
            Some("gzip" | "x-gzip") => Decoder::Gzip(Box::new(GzDecoder::new(sink))),
            Some("br") => Decoder::Brotli(Box::new(DecompressorWriter::new(sink, 32 * 1024))),
            Some("deflate") => Decoder::DeflateUndecided(sink),
            Some(_) => return None,
        };
        // One upon another is allowed but never asked for.
        names.next().is_none().then_some(Body { decoder, ended: false, taken: 0 })
    }

    /// Takes the next piece.
    pub(crate) fn push(&mut self, mut piece: &[u8]) -> Result<(), Refused> {
        self.taken += piece.len();
        while !piece.is_empty() && !self.ended {
            self.decide(piece);
            match self.decoder.writer().write(piece) {
                Ok(0) => self.end(piece)?,
                Ok(n) => piece = piece.get(n..).unwrap_or_default(),
                Err(_) => return Err(self.refused()),
            }
        }
        Ok(())
    }

    /// The body's end: its bytes, and whether the encoded stream was whole.
    /// A broken stream that gave nothing at all is garbled.
    pub(crate) fn finish(mut self) -> Result<(Vec<u8>, bool), Refused> {
        let whole = self.taken == 0 || self.ended || self.decoder.complete().is_ok();
        if self.decoder.sink().full {
            return Err(Refused::TooLarge);
        }
        let bytes = std::mem::take(&mut self.decoder.sink().bytes);
        if !whole && bytes.is_empty() { Err(Refused::Garbled) } else { Ok((bytes, whole)) }
    }

    /// What was decoded before a refusal.
    pub(crate) fn into_partial(mut self) -> Vec<u8> {
        std::mem::take(&mut self.decoder.sink().bytes)
    }

    /// Encoded bytes taken so far.
    pub(crate) fn taken(&self) -> usize {
        self.taken
    }

    fn decide(&mut self, piece: &[u8]) {
        if let (Decoder::DeflateUndecided(sink), Some(first)) = (&mut self.decoder, piece.first()) {
            let sink = std::mem::take(sink);
            // Zlib begins with method 8 and a window of at most 32 KiB (RFC 1950); such a first byte of raw deflate
            // would be a stored block with stray bits.
            self.decoder = if first & 0x0f == 8 && first >> 4 <= 7 {
                Decoder::Zlib(Box::new(ZlibDecoder::new(sink)))
            } else {
                Decoder::Deflate(Box::new(DeflateDecoder::new(sink)))
            };
        }
    }

    /// The decoder takes no more: the stream has ended. Another gzip member may follow.
    fn end(&mut self, rest: &[u8]) -> Result<(), Refused> {
        self.decoder.complete().map_err(|_| self.refused())?;
        if let Decoder::Gzip(decoder) = &mut self.decoder
            && rest.starts_with(&[0x1f, 0x8b])
        {
            let sink = std::mem::take(decoder.get_mut());
            **decoder = GzDecoder::new(sink);
        } else {
            self.ended = true;
        }
        Ok(())
    }

    fn refused(&mut self) -> Refused {
        if self.decoder.sink().full { Refused::TooLarge } else { Refused::Garbled }
    }
}

impl Decoder {
    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Decoder::Plain(sink) | Decoder::DeflateUndecided(sink) => sink,
            Decoder::Gzip(decoder) => decoder,
            Decoder::Brotli(decoder) => decoder,
            Decoder::Zlib(decoder) => decoder,
            Decoder::Deflate(decoder) => decoder,
        }
    }

    fn sink(&mut self) -> &mut Sink {
        match self {
            Decoder::Plain(sink) | Decoder::DeflateUndecided(sink) => sink,
            Decoder::Gzip(decoder) => decoder.get_mut(),
            Decoder::Brotli(decoder) => decoder.get_mut(),
            Decoder::Zlib(decoder) => decoder.get_mut(),
            Decoder::Deflate(decoder) => decoder.get_mut(),
        }
    }

    /// Hands on what is decoded and says whether the stream is whole.
    fn complete(&mut self) -> io::Result<()> {
        match self {
            Decoder::Plain(_) => Ok(()),
            Decoder::Gzip(decoder) => decoder.try_finish(),
            Decoder::Brotli(decoder) => decoder.close(),
            Decoder::DeflateUndecided(_) => Err(io::ErrorKind::UnexpectedEof.into()),
            Decoder::Zlib(decoder) => decoder.try_finish(),
            Decoder::Deflate(decoder) => decoder.try_finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    const TEXT: &[u8] = b"Hello, brotli! Hello, brotli! Hello, brotli! Hello, brotli! Hello, brotli! Hello, brotli! Hello, brotli! Hello, brotli! ";
    /// `TEXT` in brotli.
    const BROTLI: &[u8] = &[
        0x1b, 0x77, 0x00, 0xf8, 0x9d, 0x09, 0x76, 0xac, 0x15, 0x2b, 0x5d, 0xf2, 0xc2, 0x12, 0x04, 0x49, 0xac,
        0xca, 0xe4, 0x92, 0x2d, 0xed, 0x2d, 0x43, 0x58, 0xe8, 0x22, 0xc1, 0x10, 0xa0, 0x11, 0xce, 0x5f, 0x00,
    ];
    /// 32 MiB of the letter a in brotli.
    const BROTLI_BOMB: &[u8] = &[
        0xcb, 0xff, 0xff, 0x3f, 0xf8, 0x25, 0xc2, 0xe2, 0xb1, 0x40, 0x20, 0xf7, 0xfe, 0x8f, 0xff, 0xff, 0x7f,
        0xf0, 0x4b, 0x00, 0xc4, 0x61, 0x11, 0x80, 0xee, 0xfd, 0x1f, 0xff, 0xff, 0xff, 0xe0, 0x97, 0x00, 0x88,
        0xc3, 0x02, 0x00, 0xdd, 0xfb, 0xbf, 0xfc, 0xff, 0xff, 0xc3, 0x2f, 0x01, 0x10, 0x87, 0x05, 0x00, 0xba,
        0xf7, 0x7f,
    ];

    fn encoded(encoding: &str, text: &[u8]) -> Vec<u8> {
        fn all<W: Write>(mut encoder: W, text: &[u8]) -> W {
            encoder.write_all(text).unwrap();
            encoder
        }
        let level = Compression::default();
        match encoding {
            "gzip" => all(GzEncoder::new(Vec::new(), level), text).finish().unwrap(),
            "deflate" => all(ZlibEncoder::new(Vec::new(), level), text).finish().unwrap(),
            "raw" => all(DeflateEncoder::new(Vec::new(), level), text).finish().unwrap(),
            "br" => BROTLI.to_vec(),
            _ => text.to_vec(),
        }
    }

    /// Decodes in pieces: the bytes and whether they are whole, or why not.
    fn decode(encoding: &str, bytes: &[u8], step: usize, limit: usize) -> Result<(Vec<u8>, bool), Refused> {
        let mut body = Body::new(Some(encoding), limit).unwrap();
        for piece in bytes.chunks(step) {
            body.push(piece)?;
        }
        assert_eq!(body.taken(), bytes.len());
        body.finish()
    }

    #[test]
    fn every_encoding_is_decoded_in_pieces_of_any_size() {
        for (name, made) in [
            ("", ""),
            ("identity", ""),
            ("gzip", "gzip"),
            ("X-GZip", "gzip"),
            ("br", "br"),
            ("deflate", "deflate"),
            ("deflate", "raw"),
            ("identity, gzip", "gzip"),
        ] {
            let bytes = encoded(made, TEXT);
            for step in [1, 2, 3, 7, 18, 1000] {
                assert_eq!(
                    decode(name, &bytes, step, 1 << 20),
                    Ok((TEXT.to_vec(), true)),
                    "{name} {made} {step}"
                );
            }
            assert_eq!(decode(name, &[], 1, 1 << 20), Ok((Vec::new(), true)), "nothing at all is whole");
        }
    }

    #[test]
    fn unknown_encodings_are_refused() {
        for name in ["zstd", "compress", "gzip, br", "gzip, gzip", "nonsense"] {
            assert!(Body::new(Some(name), 100).is_none(), "{name}");
        }
        assert!(Body::new(None, 100).is_some());
    }

    #[test]
    fn what_follows_the_end_is_passed_over_but_further_gzip_members_are_not() {
        for (name, made) in [("gzip", "gzip"), ("br", "br"), ("deflate", "deflate"), ("deflate", "raw")] {
            let mut bytes = encoded(made, TEXT);
            bytes.extend_from_slice(b"\0\0 trailing");
            for step in [1, 5, 1000] {
                assert_eq!(decode(name, &bytes, step, 1 << 20), Ok((TEXT.to_vec(), true)), "{made} {step}");
            }
        }
        let members =
            [encoded("gzip", b"one "), encoded("gzip", b"two "), encoded("gzip", b"three")].concat();
        assert_eq!(decode("gzip", &members, 1000, 1 << 20), Ok((b"one two three".to_vec(), true)));
    }

    #[test]
    fn an_early_end_gives_what_came() {
        let text: Vec<u8> =
            (0..50_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for (name, made) in [("gzip", "gzip"), ("deflate", "deflate"), ("deflate", "raw")] {
            let bytes = encoded(made, &text);
            let (got, whole) = decode(name, &bytes[..bytes.len() / 2], 1000, 1 << 20).unwrap();
            assert!(!whole && got.len() > text.len() / 4 && text.starts_with(&got), "{made}: {}", got.len());
        }
        let (got, whole) = decode("br", &BROTLI[..BROTLI.len() - 1], 5, 1 << 20).unwrap_or_default();
        assert!(!whole && TEXT.starts_with(&got));
        assert_eq!(decode("gzip", &encoded("gzip", TEXT)[..5], 5, 1 << 20), Err(Refused::Garbled));
    }

    #[test]
    fn a_wrong_encoding_is_refused() {
        for name in ["gzip", "br", "deflate"] {
            let page = b"<!doctype html><title>Not encoded at all</title>";
            assert_eq!(decode(name, page, 1000, 1 << 20), Err(Refused::Garbled), "{name}");
        }
        let mut bytes = encoded("gzip", TEXT);
        let at = bytes.len() - 6;
        bytes[at] ^= 0xff;
        let (got, whole) = decode("gzip", &bytes, 1000, 1 << 20).unwrap();
        assert_eq!(
            (got.as_slice(), whole),
            (TEXT, false),
            "a wrong checksum: what came is given as not whole"
        );
    }

    #[test]
    fn bombs_are_cut_at_the_limit() {
        let limit = 1 << 20;
        let bombs = [
            ("", vec![b'a'; limit + 1]),
            ("gzip", encoded("gzip", &vec![b'a'; 4 << 20])),
            ("deflate", encoded("deflate", &vec![b'a'; 4 << 20])),
            ("br", BROTLI_BOMB.to_vec()),
        ];
        for (name, bytes) in bombs {
            let mut body = Body::new(Some(name), limit).unwrap();
            let mut pushed = Ok(());
            for piece in bytes.chunks(16) {
                pushed = body.push(piece);
                if pushed.is_err() {
                    break;
                }
            }
            let end = pushed.and_then(|()| {
                let mut body = std::mem::replace(&mut body, Body::new(None, 0).unwrap());
                let sink = body.decoder.sink();
                assert!(sink.bytes.capacity() <= 4 * limit, "memory stays near the limit");
                body.finish().map(drop)
            });
            assert_eq!(end, Err(Refused::TooLarge), "{name}");
        }
        assert_eq!(decode("gzip", &encoded("gzip", &vec![b'a'; limit]), 100, limit).unwrap().0.len(), limit);
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_odd(
            name in prop_oneof![Just(""), Just("gzip"), Just("br"), Just("deflate")],
            mut bytes in proptest::collection::vec(any::<u8>(), 0..300),
            real in any::<bool>(),
            flip in 0..40_usize,
            step in 1..50_usize,
        ) {
            if real {
                bytes = encoded(name, TEXT);
                let at = flip % bytes.len();
                bytes[at] ^= 0x55;
            }
            let mut body = Body::new(Some(name), 1000).unwrap();
            let taken = bytes.chunks(step).try_for_each(|piece| body.push(piece));
            match taken {
                Ok(()) => if let Ok((got, _)) = body.finish() { prop_assert!(got.len() <= 1000) },
                Err(_) => prop_assert!(body.into_partial().len() <= 1000),
            }
        }
    }
}
