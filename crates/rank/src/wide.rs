//! Functions built twice: as for every processor, and for those with AVX2, chosen at run time. The same source twice: the compiler
//! never joins a product and a sum to one rounding, so that the results are the same to the last bit.

/// Defines such a function.
macro_rules! wide {
    ($(#[$about:meta])* $see:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $(-> $out:ty)? $body:block) => {
        $(#[$about])*
        $see fn $name($($arg: $type),*) $(-> $out)? {
            #[inline(always)]
            fn anywhere($($arg: $type),*) $(-> $out)? $body

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            fn with_avx2($($arg: $type),*) $(-> $out)? {
                anywhere($($arg),*)
            }

            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                #[expect(unsafe_code, reason = "the processor was asked for AVX2 just before")]
                // SAFETY: `with_avx2` needs nothing but AVX2.
                return unsafe { with_avx2($($arg),*) };
            }
            anywhere($($arg),*)
        }
    };
}

pub(crate) use wide;
