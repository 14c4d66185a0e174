//! Everything a candidate could be instead of a secret: addresses, dates, files, versions, code.

use std::sync::LazyLock;

use regex::Regex;

use super::super::shape::own;

/// Addresses, files and numbers that people write every day.
const EVERYDAY: &[&str] = &[
    r"[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}",
    r"(mailto:)?[\w.+-]+@[a-z0-9.-]+\.[a-z]{2,}[>)].*",
    r"[a-z][a-z0-9+.-]*://.*",
    r"(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.(jp|com|net|org|local|go|lg|info|lan|io|dev)([/:].*)?",
    r"[a-z]:[\\/].*",
    r"\\\\.*",
    r"\.{0,2}/?[\w.-]+(/[\w.-]+)+/?",
    r".*\.(xlsx?|xlsm|docx?|pptx?|txt|pdf|zip|exe|csv|tsv|html?|lnk|url|js|ts|py|rb|php|java|cs|vb|bat|ps1|sh|xml|json|ya?ml|ini|cfg|conf|log|png|jpe?g|gif|dll|msi|7z|lzh|bak|db|mdb|accdb|eml|msg|rdp|kdbx|md|rs|go|c|h|cc|cpp|hpp|tex|po|pub|pem|crt|cer|key|conf|tar|gz|tgz|deb|rpm|iso|img|so|svg|ico)",
    r"\d{1,3}(\.\d{1,3}){3}([/:]\d+)?",
    r"([0-9a-f]{2}[:-]){5}[0-9a-f]{2}",
    r"\+?0?\d{1,4}-\d{1,4}-\d{3,4}",
    r"(19|20)\d\d[/.-]\d{1,2}([/.-]\d{1,2})?(t[\d:.]+z?)?",
    r"\d{8}[t_]\d{4,6}z?",
    r"\d{1,2}[/-]\d{1,2}",
    r"\d{1,2}:\d\d(:\d\d)?([-~].*)?",
    r"[mtshr]\d{1,2}[./-]\d{1,2}([./-]\d{1,2})?",
    r"[12]\d{3}年.*",
    r"\d{1,3}(,\d{3})+(\.\d+)?",
    r"[\\$]\d[\d,.]*",
    r"\d+(\.\d+)?%",
    r"\d{1,2}[-~]\d{1,2}",
    r"[a-z]\d{2,4}[-~][a-z]\d{2,4}",
    r"no\.?[a-z]?\d+(-\d+)?",
    r"([a-z0-9]-[a-z0-9][,/]?){2,}",
];

/// Versions, products, standards, sizes.
const TECHNICAL: &[&str] = &[
    r"v?\d+(\.\d+)+([a-z]|[-+.][\w.]+)?",
    r"\d+(\.\d+)?(st|nd|rd|th|kb|mb|gb|tb|[kmg]i?b|k?hz|mhz|ghz|px|pt|em|ms|sec|min|mins|hours?|days?|weeks?|years?|times|kg|mm|cm|km|mah|bits?|bytes?|chars?|characters|digits|bps|mbps|gbps|pin|dpi|fps|ch)",
    r"(tls|ssl|http|utf|sha|aes|rsa|wpa|md|ipv|iso|rfc|cp|ms|utf8mb|des|3des|ieee|usb|dh|ecdsa|ed|x509|oauth|smb|ntlm|ntlmv|snmpv?|base|argon|bcrypt|scrypt|pbkdf|pkcs|fido|nist|jis|sp|cve|kb|ora|http/)[-_/:.v]*\d[\d._-]*[a-z]{0,3}([-/+(].*)?",
    r"(windows|win|office|excel|word|access|outlook|chrome|firefox|edge|acrobat|java|python|php|mysql|oracle|sqlserver|postgresql|android|centos|ubuntu|debian|rhel|microsoft|ms|nt|java|jdk|jre|tomcat|apache|vmware|esxi|macos|ios|keepass(xc)?|bitwarden|lastpass|dashlane)[-_ ]?(\d{1,2}|19\d\d|20\d\d|365)(\.\d+)*(pro|r2|sp\d|lts)?",
    r"(wpa\d?|aes|tkip|ccmp|wep|tls|ssl|sae|psk|eap|peap)([-_/+(].*)",
    r"wi-?fi[-_]?\d[a-z]?",
    r"(ver|rev|rel|build|fw|patch|gen)[-_.]?\d+([a-z]{1,3}\d*)*",
    r"(min|max)\d+(\+.*)?",
    r"[vr]\d{1,2}[lrmh]\d{1,2}([a-z]{1,2}\d{0,2})?",
    r"(aes|camellia|chacha|hmac|pbkdf|3des|sha|rsa|ecdsa|ecdhe)\d*[a-z0-9_-]*(cbc|gcm|ctr|ccm|hmac|sha\d*|poly1305|rsa|v\d)[a-z0-9_-]*",
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    r"([0-9a-z]{5}-){3,}[0-9a-z]{5}",
    r"([x?]+-)+[x?]+",
    r"(sha\d*[:$-]?|md5[:$]?|\$\d[a-z]*\$|\{\w+\}).*",
    r"(0x)?([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})",
    r"0x[0-9a-f]+",
    r"#[0-9a-f]{3,8}",
    r"%[a-z]",
    r"ctrl[+-].*|alt[+-].*|shift[+-].*|f1?\d",
];

/// Names, calls and references of programs; patterns; what is to be filled in.
const PROGRAM: &[&str] = &[
    r"[a-z_][\w$]*(\.[a-z_]\w*)*\(.*",
    r"[a-z_$]+(\.[a-z_]+)+[,;:)]*",
    r"\$?[a-z_][\w.]*\[.*",
    r"[a-z_$][\w$]*(->|::|\?\.)[a-z_]+.*",
    r"(\$|&|%|#\{|\$\{|\{\{|\$\(|%\()[a-z_][\w.]*([)}%!]+.*)?",
    r"[@:!][a-z_][a-z_.]*[%!]?",
    r"=.*",
    r".*(\[:|\\[wdsbnrt]|\.\*|\)\?|\+\$|\]\+|\{\d).*",
    r"[&*][a-z(\[].*",
    r"[a-z_][\w:]*<.*>.*",
    r"[a-z_]\w*(::\w+)+.*",
    r"b?r?#?\x22.*",
    r"<.*",
    r"\[.*\]?",
    r"\{.*",
    r"\(.*",
    r".*[<{]\w*[>}].*",
    r"--?[a-z][\w-]*(=.*)?",
    r"(your|my|the|some|new|old|user|db|app|admin|set|enter|insert|change|replace|put|add|get|is|has|use)[-_ ][a-z_ -]*",
    r".*[-_](here|name|value|string|goes|id|key|type|hash|file|length|field)",
    r"[a-z_]*(password|passwd|passphrase|secret|credential)s?[a-z_]*",
    r"(txt|btn|lbl|chk|inp|fld|hdn)[a-z_]+\d*",
    r"[a-z_]{3,}(size|length|age|history|complexity|count|limit|timeout|attempts|duration|threshold)=\d+",
    r"x?to-?do.*",
    r".*(\|\||&&|=>|==|!=|:=|\+=).+",
    r"[a-z]+\|[a-z|]+",
    r".*=0x[0-9a-f]+",
    r"your[a-z]{3,}",
    r"foo\w*|bar\d*|baz\w*|hoge\w*|fuga\w*|piyo\w*",
];

static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    let shapes = [EVERYDAY, TECHNICAL, PROGRAM].concat().join("|");
    own(&format!("^(?:{shapes})$"))
});

/// Tells whether a candidate, in lower case, is plainly something else.
pub(super) fn is_other(lower: &str) -> bool {
    OTHER.is_match(lower)
}

/// Tells whether something was blotted out or left to be filled in.
pub(super) fn is_masked(lower: &str) -> bool {
    let bare: String = lower.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
    let mut chars = bare.chars();
    let first = chars.next();
    let same = chars.all(|c| Some(c) == first);
    let blot = [
        "***", "xxx", "...", "###", "???", "___", "---", "===", "ooo", "@@@",
    ]
    .iter()
    .any(|blot| lower.contains(blot));
    blot || bare.is_empty() || same && !first.is_some_and(|c| c.is_ascii_digit())
}
