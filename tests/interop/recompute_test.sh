#!/bin/sh
# recompute.py agrees with our figures over real data, and turns red when one constant in a copy of the YAML is changed.
# recompute_test.sh PROGRAM ROOT CASE, where PROGRAM is quantify_statement; exit 77 where the data is absent.
set -eu
program=$1
root=$2
case=$3
data=${BANYAN_TEST_DATA:-$root/../shared/data}
here=$root/tests/interop
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$root"/methodologies/*.yaml "$work"
mkdir "$work/factors"
cp "$root"/factors/*.yaml "$work/factors"

# The columns of another's file, named as ours are.
prepare() {
    python3 "$here/recompute_records.py" "$case" "$data" "$work/records.csv"
}

quantify() {
    methodology=$1
    shift
    "$program" "$root/methodologies/$methodology.yaml" "$root/units.yaml" "$work/records.csv" "$work/export.csv" \
        "$work/statement.json" "$@" -- "$root"/factors/*.yaml
}

recompute() {
    python3 "$here/recompute.py" --methodology "$work/$1.yaml" --factors "$work"/factors/*.yaml \
        --units "$root/units.yaml" --records "$work/export.csv" --statement "$work/statement.json" $2
}

# change FILE OLD NEW METHODOLOGY: the copy with one constant changed must not agree.
change() {
    cp "$work/$1" "$work/kept"
    grep -qF -- "$2" "$work/$1" || { echo "nothing to change: $2 in $1"; exit 1; }
    sed -i "s|$2|$3|" "$work/$1"
    verdict=0
    recompute "$4" "" >"$work/out" || verdict=$?
    if [ "$verdict" -ne 1 ]; then
        echo "changing '$2' to '$3' in $1 was not noticed (exit $verdict)"
        cat "$work/out"
        exit 1
    fi
    echo "changed $2 to $3: $(tail -1 "$work/out")"
    mv "$work/kept" "$work/$1"
}

trees() {
    quantify tree-stock climate_zone=tropical
    recompute tree-stock --identity
    change tree-stock.yaml 0.0673 0.0674 tree-stock
    change tree-stock.yaml 0.976 0.977 tree-stock
    change tree-stock.yaml "relative_se: 0.357" "relative_se: 0.358" tree-stock
    change tree-stock.yaml "se: 0.0062" "se: 0.0063" tree-stock
    change tree-stock.yaml "ln(compound) - 7.542" "ln(compound) - 7.543" tree-stock
    change factors/biomass.yaml 'value: "0.37"' 'value: "0.38"' tree-stock
    change factors/biomass.yaml 'low: "0.259"' 'low: "0.26"' tree-stock
    change factors/biomass.yaml 44/12 44/13 tree-stock
}

meter() {
    quantify grid-electricity factor_source=owid geography=usa year=2016
    recompute grid-electricity --identity
    change grid-electricity.yaml "relative_se: 0.005" "relative_se: 0.006" grid-electricity
    change factors/grid-electricity.yaml 'value: "483.35437"' 'value: "483.35438"' grid-electricity
}

prepare || exit $?
"$case"
