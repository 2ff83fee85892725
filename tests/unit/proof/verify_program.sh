#!/bin/bash
# verify_program.sh VERIFY WRITE_BUNDLES SMALL SANITIZE: banyan-verify as an outsider meets it - what is linked into it, how
# large it is, what it says and how it ends. Reports as TAP.
set -uo pipefail

verify=$(realpath "$1")
write_bundles=$(realpath "$2")
small=$(realpath "$3")
sanitize=$4
map=$verify.map
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
count=0
failed=0

result() { # OK NAME
    count=$((count + 1))
    if [ "$1" = 0 ]; then
        echo "ok $count - $2"
    else
        echo "not ok $count - $2"
        failed=1
    fi
}

# Everything that the linker loaded: our archives of four layers, one object of our own, the C runtime, and libraries.
strangers() { # MAP
    sed -n 's/^LOAD //p' "$1" |
        grep -vE '(^|/)src/(base/libbase|codec/libcodec|crypto/libcrypto_wrappers|proof/libproof)\.a$' |
        grep -vE '(^|/)src/banyan-verify\.p/main_verify\.c\.o$' |
        grep -vE '(^|/)([SrgM]?crt[a-zA-Z0-9]*|[a-z]*_preinit)\.o$' |
        grep -vE '(^|/)lib(c|c_nonshared|gcc|gcc_s|m|pthread|dl|rt|asan|ubsan|clang_rt[^/]*)\.(a|so(\.[0-9]+)*|syms)$' |
        grep -vE '(^|/)(lib(sodium|crypto|yaml)\.so(\.[0-9]+)*|ld-linux-x86-64\.so\.2)$' |
        grep -v '^linker stubs$'
}

says() { # EXIT BEGINNING ARGUMENTS...
    local wanted=$1 beginning=$2
    shift 2
    "$verify" "$@" >"$scratch/out" 2>"$scratch/err"
    local ended=$?
    if [ $ended != "$wanted" ] || [ -s "$scratch/err" ] || ! grep -qF -- "$beginning" <(head -n 1 "$scratch/out"); then
        echo "# ended with $ended: $(head -n 1 "$scratch/out")"
        result 1 "$* says: $beginning"
    else
        result 0 "$* says: $beginning"
    fi
}

[ -s "$map" ] && [ -z "$(strangers "$map")" ]
result $? "only base, codec, crypto and proof are linked"
{
    cat "$map"
    echo "LOAD src/domain/libdomain.a"
} >"$scratch/planted.map"
[ "$(strangers "$scratch/planted.map")" = src/domain/libdomain.a ]
result $? "a fifth layer in the link map is found"
! readelf -d "$verify" | grep NEEDED | grep -vE '\[(lib(c|m|gcc_s|sodium|crypto|asan|ubsan)\.so[.0-9]*|ld-linux-x86-64\.so\.2)\]'
result $? "libsodium and libcrypto are all that it needs besides the C library"
if [ "$sanitize" = none ]; then
    strip -o "$scratch/stripped" "$verify" && [ "$(stat -c %s "$scratch/stripped")" -lt 300000 ]
    result $? "stripped, it has $(stat -c %s "$scratch/stripped") bytes, under 300,000"
fi

"$write_bundles" "$scratch" >/dev/null 2>&1
result $? "bundles to judge are written"
cd "$scratch" || exit 1
says 0 "This holds: what is shown was committed in the record.submitted that is entry 41" good.banyan --log-key log.key
says 0 "is counted in the statement given" good.banyan --log-key=log.key --statement statement.json
says 0 "is counted in the statement given" good.banyan --statement statement.banyan --log-key log.key
says 1 "the bundle of the statement does not hold" good.banyan --statement forged-statement.banyan --log-key log.key
says 1 "counted in another statement" good.banyan --statement <(echo -n '{"frame":{}}') --log-key log.key
says 1 "does not show that the record is counted" statement.banyan --statement statement.json --log-key log.key
says 0 "This holds: this is the statement.issued" statement.banyan --log-key log.key
says 1 "This does NOT hold: it is signed as the log log.example/banyan" good.banyan --log-key other.key
says 1 "This does NOT hold: what it shows is not the entry" altered.banyan --log-key log.key
says 2 "Could not decide: newer.banyan is not a bundle that can be read: a bundle of version 2" newer.banyan --log-key log.key
says 2 "Could not decide: cut.banyan" cut.banyan --log-key log.key
says 2 "Could not decide: large.banyan has more than 65536 bytes" large.banyan --log-key log.key
says 2 "Could not decide: none.banyan cannot be opened" none.banyan --log-key log.key
says 2 "Could not decide: good.banyan: this is no public key" good.banyan --log-key good.banyan
says 2 "Could not decide: witness.key: this is the key of a witness" good.banyan --log-key witness.key
says 2 "Could not decide: a BUNDLE and --log-key FILE are needed" good.banyan
says 2 "Could not decide: \"--colour\" is not understood" good.banyan --colour
says 2 "Could not decide: \"more\" is not understood" good.banyan more --log-key log.key
says 2 '"verdict":"undecided"' none.banyan --log-key log.key --json
says 1 '"verdict":"does not hold"' altered.banyan --log-key log.key --json
says 0 '"verdict":"holds"' good.banyan --log-key log.key --json
says 0 "banyan-verify BUNDLE --log-key FILE" --help
says 0 "banyan-verify 0." --version
"$verify" - --log-key log.key <good.banyan | grep -q '^This holds: '
result $? "a bundle is read from standard input"
[ "$("$small" good.banyan --log-key log.key)" = "Could not decide: the input needs more memory than this program allows itself" ]
result $? "memory that does not suffice is said, not taken"
"$verify" good.banyan --log-key log.key >/dev/full
[ $? = 2 ]
result $? "a full disk behind the answer is no verdict"

echo "1..$count"
exit $failed
