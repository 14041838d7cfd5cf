#!/bin/sh
# The compiler for cargo (RUSTC_WRAPPER): libFuzzer's counters in the crate under test alone, $COVERAGE being the flags.
case " $* " in
*" --crate-name extract "*) exec "$@" $COVERAGE ;;
*) exec "$@" ;;
esac
