"""Runs every instrument test against one server; prints `ok name` or `not ok name` a test, in the manner of TAP."""
import argparse
import contextlib
import importlib
import pathlib
import sys
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from house import House  # noqa: E402
from postgres import Postgres  # noqa: E402

MODULES = [
    "wire", "commands", "pages", "assignments", "cases", "outgoing", "day", "administration", "api", "saml", "people", "signing", "powers", "officers",
    "taxes", "keys", "programme", "invariants", "archive", "trouble",
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--only", help="part of a test's name")
    parser.add_argument("--modules", type=lambda text: text.split(","), default=MODULES, help="these only, with commas between")
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite")
    args = parser.parse_args()
    with Postgres() if args.engine == "postgres" else contextlib.nullcontext({}) as settings:
        return judge(args, settings)


def judge(args, settings):
    failures = 0
    count = 0
    with House(args.binary, settings) as house:
        for name in args.modules:
            module = importlib.import_module(name)
            for test in [v for k, v in vars(module).items() if k.startswith("test_")]:
                label = f"{args.engine}.{name}.{test.__name__[5:]}"
                if args.only and args.only not in label:
                    continue
                count += 1
                started = time.time()
                try:
                    test(house)
                    print(f"ok {label} ({time.time() - started:.1f} s)", flush=True)
                except Exception:
                    failures += 1
                    print(f"not ok {label}", flush=True)
                    traceback.print_exc()
        if failures:
            print(open(house.log.name).read()[-4000:])
    print(f"instruments: {count - failures} passed, {failures} failed")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main())
