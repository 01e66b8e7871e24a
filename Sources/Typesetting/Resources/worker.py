"""Sets sheets as PDF. One request after another on the standard input, an answer for each on the standard output.

A frame is its length in four bytes, most significant first, and its bytes. The first frame is the template; then come requests: a JSON
object {"profile": [...], "tags": bool, "timestamp": seconds, "pictures": {name: base64}, "job": {...}}. An answer begins with a letter: P and the PDF, or
E and a JSON object {"kind": ..., "message": ...}.
"""
import base64
import json
import os
import re
import resource
import struct
import sys
import tempfile

stdin, stdout = sys.stdin.buffer, sys.stdout.buffer


def receive():
    head = stdin.read(4)
    if len(head) < 4:
        sys.exit(0)
    size = struct.unpack(">I", head)[0]
    body = stdin.read(size)
    if len(body) < size:
        sys.exit(0)
    return body


def answer(letter, body):
    stdout.write(struct.pack(">I", len(body) + 1) + letter + body)
    stdout.flush()


def refuse(kind, message):
    answer(b"E", json.dumps({"kind": kind, "message": message[:2000]}).encode())


def with_codes(node, segno):
    """Draws every QR code of the job as SVG."""
    if isinstance(node, list):
        for item in node:
            with_codes(item, segno)
    elif isinstance(node, dict):
        if node.get("k") == "code":
            code = segno.make(node["text"], error="m", micro=False)
            node["svg"] = code.svg_inline(border=2, dark="#000000", light="#ffffff", scale=4).replace(
                "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        else:
            for item in node.values():
                if isinstance(item, (list, dict)):
                    with_codes(item, segno)


def main():
    # What the server had open and forgot to close is not this process's.
    os.closerange(3, 4096)
    # A document that wants more than this is hostile or a mistake.
    limit = int(os.environ.get("TYPESETTER_MEMORY", str(2 << 30)))
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    template = receive()
    try:
        import segno
        import typst
    except ImportError as error:
        refuse("missing", str(error))
        return
    with tempfile.TemporaryDirectory(prefix="eurzad-typesetter-") as root:
        # The only folder documents can read; it holds pictures of the request.
        os.chdir(root)
        empty = os.path.join(root, "packages")
        fonts = typst.Fonts(include_system_fonts=False)
        compiler = typst.Compiler(input=template, root=root, font_paths=fonts, package_path=empty, package_cache_path=empty)
        answer(b"R", json.dumps({"typst": getattr(typst, "__version__", "")}).encode())
        while True:
            work(receive(), template, compiler, typst, segno, root)


def work(body, template, compiler, typst, segno, root):
    try:
        request = json.loads(body)
        del body
        for name, content in request["pictures"].items():
            if not re.fullmatch(r"[0-9a-f]{64}\.(png|jpeg|svg)", name):
                raise ValueError("picture name")
            path = os.path.join(root, name)
            if not os.path.exists(path):
                with open(path, "wb") as file:
                    file.write(base64.b64decode(content))
        job = request["job"]
        with_codes(job, segno)
        pdf = compiler.compile(
            input=template, format="pdf", sys_inputs={"job": json.dumps(job, ensure_ascii=False)}, pdf_standards=request["profile"],
            timestamp=request["timestamp"], pdf_tags=request["tags"])
    except typst.TypstError as error:
        refuse("document", " | ".join([error.message, *error.hints]))
    except MemoryError:
        refuse("memory", "out of memory")
    except Exception as error:
        refuse("fault", f"{type(error).__name__}: {error}")
    else:
        answer(b"P", pdf)


main()
