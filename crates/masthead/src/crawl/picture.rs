//! A picture from the web, decoded and encoded anew: what reaches a reader's browser was written by this program.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageReader, Limits};

/// Longest side of a kept picture, in pixels: twice the width of the widest column.
const LONGEST: u32 = 1_280;
/// Pictures with a side shorter than this are counting pixels and icons, not news.
const SHORTEST: u32 = 32;
/// Memory that decoding one picture may take, in bytes: 64 megapixels of RGBA are refused.
const MEMORY: u64 = 160 * 1024 * 1024;
/// JPEG quality, 1 to 100.
const QUALITY: u8 = 80;

/// A picture as it is kept.
#[derive(Debug)]
pub(super) struct Picture {
    /// Encoded bytes.
    pub(super) bytes: Vec<u8>,
    /// `image/jpeg`, or `image/png` where it has transparency.
    pub(super) content_type: &'static str,
    /// Width in pixels.
    pub(super) width: u32,
    /// Height in pixels.
    pub(super) height: u32,
}

/// Decodes, shrinks to at most [`LONGEST`] pixels a side, and encodes anew.
///
/// # Errors
/// Not a picture of a kind that is read (JPEG, PNG, WebP, GIF), broken, too large, or too small to be one: in words.
pub(super) fn encode_anew(bytes: &[u8]) -> Result<Picture, String> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|e| e.to_string())?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(20_000);
    limits.max_image_height = Some(20_000);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let picture = reader.decode().map_err(|e| format!("The picture cannot be read: {e}"))?;
    if picture.width() < SHORTEST || picture.height() < SHORTEST {
        return Err(format!("The picture is only {} by {} pixels.", picture.width(), picture.height()));
    }
    let picture = if picture.width().max(picture.height()) > LONGEST {
        // Bilinear in one step of integer thumbnails: a tenth of Lanczos' time on a small board.
        picture.thumbnail(LONGEST, LONGEST)
    } else {
        picture
    };
    let (width, height) = (picture.width(), picture.height());
    let mut out = Vec::new();
    let see_through = picture.color().has_alpha() && picture.to_rgba8().pixels().any(|p| p.0[3] < 255);
    let content_type = if see_through {
        picture.to_rgba8().write_with_encoder(PngEncoder::new(&mut out)).map_err(|e| e.to_string())?;
        "image/png"
    } else {
        DynamicImage::ImageRgb8(picture.to_rgb8())
            .write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))
            .map_err(|e| e.to_string())?;
        "image/jpeg"
    };
    Ok(Picture { bytes: out, content_type, width, height })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, RgbImage, Rgba, RgbaImage};

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    #[test]
    fn a_large_picture_is_shrunk_and_becomes_jpeg() {
        let big = DynamicImage::ImageRgb8(RgbImage::new(3_000, 1_500));
        let kept = encode_anew(&encoded(&big, ImageFormat::Png)).unwrap();
        assert_eq!((kept.width, kept.height, kept.content_type), (1_280, 640, "image/jpeg"));
        assert!(kept.bytes.starts_with(&[0xFF, 0xD8]));
    }

    #[test]
    fn transparency_is_kept() {
        let glass = DynamicImage::ImageRgba8(RgbaImage::from_pixel(40, 40, Rgba([1, 2, 3, 100])));
        assert_eq!(encode_anew(&encoded(&glass, ImageFormat::Png)).unwrap().content_type, "image/png");
    }

    #[test]
    fn what_is_no_picture_is_refused_in_words() {
        for bytes in [&b"<svg onload=alert(1)>"[..], b"", b"\x89PNG\r\n\x1a\nrubbish"] {
            assert!(!encode_anew(bytes).unwrap_err().is_empty());
        }
        let dot = DynamicImage::ImageRgb8(RgbImage::new(1, 1));
        assert!(encode_anew(&encoded(&dot, ImageFormat::Png)).unwrap_err().contains("1 by 1"));
    }
}
