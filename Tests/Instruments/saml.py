"""Login across houses, judged by independent programs: services and a node on liblasso, a client of the
node by xmlsec and `cryptography`, a node on SimpleSAMLphp.

Those on lasso run with the system's interpreter, which has lasso; all against `saml-trial`: the real router with one invented citizen.
"""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


def judge(house, program, python="/usr/bin/python3"):
    binary = pathlib.Path(house.binary).with_name("saml-trial")
    done = subprocess.run([python, str(HERE / program), str(binary)], capture_output=True, text=True, timeout=300, cwd=HERE)
    for line in done.stdout.splitlines():
        print("  " + line)
    assert done.returncode == 0 and "ok " in done.stdout, done.stdout[-3000:] + done.stderr[-3000:]


def test_a_service_on_lasso_logs_in_with_us(house):
    judge(house, "saml_provider.py")


def test_a_client_of_the_node_logs_in_with_us(house):
    judge(house, "saml_client.py", sys.executable)


def test_we_log_in_at_a_node_on_lasso(house):
    judge(house, "saml_node.py")


def test_we_log_in_at_simplesamlphp(house):
    judge(house, "saml_simplesaml.py", sys.executable)
