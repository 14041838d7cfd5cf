//! A small hash that is the same on every machine and in every version, because its values are kept on disk.

/// 64-bit hash of a string: FNV-1a over the bytes, then the finaliser of MurmurHash3 so that the low bits are
/// well mixed. Not for defence against chosen input; for terms and shingles.
#[must_use]
pub fn hash64(s: &str) -> u64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for b in s.bytes() {
        h ^= u64::from(b);
        h = h.wrapping_mul(0x0000_0100_0000_01b3);
    }
    mix(h)
}

/// The low 32 bits of [`hash64`]: the identity of a term inside vectors.
#[must_use]
pub fn hash32(s: &str) -> u32 {
    low32(hash64(s))
}

pub(crate) fn mix(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

pub(crate) fn low32(h: u64) -> u32 {
    let [a, b, c, d, ..] = h.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_never_change() {
        // Stored prints and vectors depend on these values.
        assert_eq!(hash64(""), mix(0xcbf2_9ce4_8422_2325));
        assert_eq!(hash32("quake"), low32(hash64("quake")));
        assert_ne!(hash64("ab"), hash64("ba"));
    }
}
