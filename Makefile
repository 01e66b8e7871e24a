# The only door to the project's scripts.
.PHONY: run test lint bench demo-letter setup

run:
	@scripts/run

test:
	@scripts/test

lint:
	@scripts/lint

bench:
	@scripts/bench

demo-letter:
	@scripts/demo-letter

setup:
	@scripts/setup run
