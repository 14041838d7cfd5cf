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
