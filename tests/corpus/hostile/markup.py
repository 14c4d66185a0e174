"""HTML, XML, JSON, YAML and RTF without depth, end or measure."""

from hostile.office import LAUGHS

MIB = 1 << 20


def made(r):
    for tag in ("div", "table><tr><td", "b", "ul><li", "font", "svg"):
        yield "deep.html", b"<html><body>" + f"<{tag}>".encode() * 100000 + "パスワード：abc12345".encode(), f"<{tag}> 100,000 deep"
    for start in ("<!--", "<script>", "<style>", "<![CDATA[", "<a href='", "<", "&", "<!DOCTYPE ", "<?", "<title>", "<textarea>"):
        yield "open.html", b"<html>" + start.encode() + b"x" * MIB, f"{start} that never ends"
    yield "entities.html", b"<html><p>" + b"&#1114112;&#x110000;&#xD800;&#0;&nosuch;&amp" * 20000, "character references that are none"
    yield "charset.html", b"<meta charset=utf-16><meta charset=iso-2022-jp>" + "パスワード".encode() * 1000, "charsets that contradict"
    yield "laughs.xml", f'<?xml version="1.0"?>{LAUGHS}<x>&m;</x>'.encode(), "billion laughs"
    yield "quadratic.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"a" * 100000 + b'">]><x>' + b"&a;" * 100000 + b"</x>", "quadratic blow-up"
    yield "external.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY f SYSTEM "http://127.0.0.1:9/">]><x>&e;&f;</x>', "external entities"
    yield "parameter.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY % a "&#37;b;"><!ENTITY % b "&#37;a;">%a;]><x/>', "parameter entities in a loop"
    yield "deep.xml", b'<?xml version="1.0"?>' + b"<a>" * 300000, "elements 300,000 deep"
    yield "attributes.xml", b'<?xml version="1.0"?><a ' + b" ".join(f'b{n}="c"'.encode() for n in range(100000)) + b"/>", "100,000 attributes"
    yield "coding.xml", b'<?xml version="1.0" encoding="nosuch"?><a>' + r.randbytes(3000), "an encoding that does not exist"
    yield "flat.fods", b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">' + b"<office:body>" * 50000, "a flat document 50,000 deep"
    for start in (b"[", b'{"a":', b'[{"a":['):
        yield "deep.json", start * 200000, "JSON 200,000 deep"
    yield "string.json", b'{"password":"' + b"\\u30d1" * 300000, "a string that never ends"
    yield "numbers.json", b"[" + b"1" * MIB + b"]", "a number of a million digits"
    yield "anchors.yaml", b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n".encode() for n in range(20)), "anchors that multiply"
    yield "deep.yaml", b"".join(b" " * (n % 2000) + b"a:\n" for n in range(4000)), "indents without end"
    yield "deep.rtf", b"{\\rtf1" + b"{" * 1000000, "groups a million deep"
    yield "close.rtf", b"{\\rtf1" + b"}" * 1000000, "more closed than opened"
    yield "bin.rtf", b"{\\rtf1\\bin2147483647 " + b"x" * 1000, "binary data longer than the file"
    yield "bin-negative.rtf", b"{\\rtf1\\bin-5 abc}", "binary data of negative length"
    yield "words.rtf", b"{\\rtf1" + b"\\" + b"a" * MIB, "a control word of 1 MiB"
    yield "number.rtf", b"{\\rtf1\\u" + b"9" * 10000 + b"?}", "a number of 10,000 digits"
    yield "skip.rtf", b"{\\rtf1\\uc2147483647\\u12497?abc}", "fallback characters without end"
    yield "hex.rtf", b"{\\rtf1\\ansicpg932 " + b"\\'83" * 300000 + b"}", "half characters, 300,000 times"
    yield "fonts.rtf", b"{\\rtf1{\\fonttbl" + b"".join(f"{{\\f{n}\\fcharset{n % 256} A;}}".encode() for n in range(60000)) + b"}}", "60,000 fonts"
    yield "objects.rtf", b"{\\rtf1" + b"{\\object\\objemb{\\*\\objdata " + b"d0cf11e0a1b11ae1" * 50000, "an embedded object that never ends"
    yield "table.rtf", b"{\\rtf1" + b"\\trowd\\cellx1\\intbl a\\cell" * 100000, "100,000 cells without a row"
