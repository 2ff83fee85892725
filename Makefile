# Thin on purpose: Meson and Ninja build, the scripts under tools/ do the rest.
.PHONY: run test lint bench soak clean
.NOTPARALLEL:

run:
	@tools/install-deps.sh build
	@tools/build.sh release src/banyan src/banyan-verify
	@tools/run-example.sh build/release

test:
	@tools/install-deps.sh build test
	@tools/test.py test

lint:
	@tools/install-deps.sh build test
	@tools/test.py lint

bench:
	@tools/install-deps.sh build test bench
	@tools/test.py bench

soak:
	@tools/install-deps.sh build test bench
	@tools/test.py soak

clean:
	rm -rf build
