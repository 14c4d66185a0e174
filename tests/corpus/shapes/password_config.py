"""Secrets in settings, scripts, exports and shortcuts, in the syntax of the program that reads them."""

import base64
import json

from document import Doc
from family import family
from values.offices import memo_name
from values.passwords import mixed, password, user

HOSTS = ["db01", "sv-db02", "192.168.10.5", "ftp.kakuu.example.jp", "nas01", "10.1.1.20", "mail.kakuu.example.jp", "gis.kakuu.example.jp"]
SITES = ["https://portal.kakuu.example.jp/", "https://nyusatsu.example.jp/login", "https://www.example-tsuhan.co.jp/", "https://shinsei.example.jp/", "https://mail.example.com/", "https://lg-wan.example.lg.jp/"]
BASES = ["hoken", "zaimu", "jumin", "gis", "library", "app"]


def raw(text, name, ending=None, whole=None):
    return Doc(name, verbatim=text, ending=ending, whole_name=whole)


def plain(r):
    """A secret that needs no quoting anywhere."""
    while True:
        p = mixed(r)
        if not set(p) & set("&%?=#@!$"):
            return p


@family("cfg-env", ["password_note"], ("txt",), "easy", count=8, containers=False)
def env(r):
    """Variables of an application."""
    key = r.choice(["DB_PASSWORD", "SMTP_PASSWORD", "ADMIN_PASS", "POSTGRES_PASSWORD", "LDAP_BIND_PASSWORD"])
    return raw(f"APP_NAME=kakuu-portal\nDB_HOST={r.choice(HOSTS)}\nDB_USER={user(r)}\n{key}={r.choice(['{}', chr(34) + '{}' + chr(34)]).format(mixed(r))}\nLOG_LEVEL=info\n", "env", whole=r.choice([".env", ".env.local", "prod.env"]))


@family("cfg-ini", ["password_note"], ("ini",), "easy", count=11)
def ini(r):
    """An INI file with a data base or a share."""
    sep = r.choice(["=", " = "])
    return raw(f"[{r.choice(['database', 'DB', 'connection', '接続'])}]\nserver{sep}{r.choice(HOSTS)}\nuid{sep}{user(r)}\n{r.choice(['pwd', 'password', 'Password', 'passwd'])}{sep}{mixed(r)}\n; 更新 令和6年4月\n[option]\ntimeout{sep}30\n", r.choice(["setting", "config", "odbc", "接続設定"]), r.choice([".ini", ".conf", ".cfg"]))


@family("cfg-yaml", ["password_note"], ("yaml",), "easy", count=14)
def yaml(r):
    """A YAML file with a password as a scalar."""
    quote = r.choice(["{}", '"{}"', "'{}'"])
    p = plain(r)
    return raw(f"# 本番環境\ndb:\n  host: {r.choice(HOSTS)}\n  username: {user(r)}\n  {r.choice(['password', 'passwd', 'pass'])}: {quote.format(p)}\n  pool: 5\nlog:\n  level: info\n", r.choice(["config", "application", "docker-compose", "secrets"]), r.choice([".yaml", ".yml"]))


@family("cfg-json", ["password_note"], ("json",), "easy", count=14)
def to_json(r):
    """A JSON file: settings, or the export of a password keeper."""
    if r.random() < 0.5:
        data = {"name": "kakuu", "server": r.choice(HOSTS), "login": user(r), r.choice(["password", "passwd", "pwd"]): password(r), "timeout": 30}
        return raw(json.dumps(data, ensure_ascii=False, indent=r.choice([2, None])) + "\n", r.choice(["settings", "appsettings", "config"]))
    items = [{"type": 1, "name": f"サイト{n}", "login": {"username": user(r), "password": password(r), "uris": [{"uri": site}]}} for n, site in enumerate(r.sample(SITES, 3), 1)]
    return raw(json.dumps({"encrypted": False, "items": items}, ensure_ascii=False, indent=2), "bitwarden_export_20240401")


@family("cfg-xml", ["password_note"], ("xml",), "medium", count=11)
def xml(r):
    """XML: connection strings, wireless profiles, answer files, site managers."""
    p, u = plain(r), user(r)
    style = r.randrange(5)
    head = '<?xml version="1.0" encoding="{{charset}}"?>\n'
    if style == 0:
        return raw(f'{head}<configuration><!-- 業務用 --><connectionStrings><add name="Main" connectionString="Data Source={r.choice(HOSTS)};Initial Catalog=hoken;User ID={u};Password={p};" /></connectionStrings></configuration>\n', "Web", ".config")
    if style == 1:
        return raw(f'{head}<WLANProfile xmlns="http://www.microsoft.com/networking/WLAN/profile/v1"><name>会議室AP</name><MSM><security><sharedKey><keyType>passPhrase</keyType><protected>false</protected><keyMaterial>{p}</keyMaterial></sharedKey></security></MSM></WLANProfile>\n', "Wi-Fi-会議室AP")
    if style == 2:
        return raw(f"{head}<unattend xmlns=\"urn:schemas-microsoft-com:unattend\"><settings pass=\"oobeSystem\"><component name=\"Microsoft-Windows-Shell-Setup\"><UserAccounts><LocalAccounts><LocalAccount><Name>{u}</Name><Password><Value>{p}</Value><PlainText>true</PlainText></Password></LocalAccount></LocalAccounts></UserAccounts></component></settings></unattend>\n", "unattend")
    if style == 3:
        return raw(f"{head}<FileZilla3><Servers><Server><Host>{r.choice(HOSTS)}</Host><Port>21</Port><User>{u}</User><Pass encoding=\"base64\">{base64.b64encode(p.encode()).decode()}</Pass><Name>公開サーバ</Name></Server></Servers></FileZilla3>\n", "sitemanager")
    return raw(f'{head}<KeePassFile><Root><Group><Name>業務</Name><Entry><String><Key>Password</Key><Value>{p}</Value></String><String><Key>Title</Key><Value>財務会計</Value></String><String><Key>UserName</Key><Value>{u}</Value></String></Entry></Group></Root></KeePassFile>\n', "keepass_export")


@family("cfg-dotfiles", ["password_note"], ("txt",), "medium", count=12, containers=False)
def dotfiles(r):
    """.netrc, .pgpass, .git-credentials, .my.cnf, .npmrc."""
    u, p, host = user(r), plain(r), r.choice(HOSTS)
    return r.choice([
        lambda: raw(f"machine {host} login {u} password {p}\n", "netrc", whole=r.choice([".netrc", "_netrc"])),
        lambda: raw(f"machine {host}\n  login {u}\n  password {p}\n", "netrc", whole=".netrc"),
        lambda: raw(f"{host}:5432:hoken:{u}:{p}\n*:*:*:postgres:{plain(r)}\n", "pgpass", whole=r.choice([".pgpass", "pgpass.conf"])),
        lambda: raw(f"https://{u}:{p}@git.kakuu.example.jp\n", "git", whole=".git-credentials"),
        lambda: raw(f"[client]\nuser={u}\npassword={p}\nhost={host}\n", "my", whole=".my.cnf"),
    ])()


@family("cfg-script", ["password_note"], ("script",), "medium", count=24)
def script(r):
    """Batch, PowerShell, shell, VBScript, SQL and macro files with a literal secret."""
    u, p, host = user(r), plain(r), r.choice(HOSTS)
    return r.choice([
        lambda: raw(f"@echo off\nrem 共有フォルダ接続\nnet use P: \\\\{host}\\hoken /user:{u} {p}\nstart P:\\\n", "接続", ".bat"),
        lambda: raw(f"@echo off\nset FTPUSER={u}\nset PASSWORD={p}\ncall transfer.cmd\n", "転送", ".cmd"),
        lambda: raw(f"net use \\\\{host}\\共有 {p} /user:KAKUU\\{u} /persistent:yes\n", "ネットワークドライブ", ".bat"),
        lambda: raw(f'# 定期処理\n$pw = ConvertTo-SecureString "{p}" -AsPlainText -Force\n$cred = New-Object System.Management.Automation.PSCredential("{u}", $pw)\nInvoke-Command -ComputerName {host} -Credential $cred -ScriptBlock {{ Get-Service }}\n', "job", ".ps1"),
        lambda: raw(f'$password = "{p}"\nConnect-Something -User {u} -Password $password\n', "接続", ".ps1"),
        lambda: raw(f"#!/bin/sh\n# 夜間バックアップ\nsshpass -p '{p}' scp /backup/db.gz {u}@{host}:/backup/\n", "backup", ".sh"),
        lambda: raw(f"#!/bin/sh\nmysql -u {u} -p{p} hoken < 集計.sql\n", "集計", ".sh"),
        lambda: raw(f"curl -s -u {u}:{p} https://{host}/api/v1/list > 一覧.json\n", "取得", ".sh"),
        lambda: raw(f'Set objConn = CreateObject("ADODB.Connection")\n\' 介護保険\nobjConn.Open "DSN=kaigo;UID={u};PWD={p};"\n', "抽出", ".vbs"),
        lambda: raw(f"-- 利用者の追加\nCREATE USER {user(r)} IDENTIFIED BY '{p}';\nGRANT SELECT ON hoken.* TO {u};\n", "user", ".sql"),
        lambda: raw(f'; Tera Term マクロ\nhostname = "{host}"\nusername = "{u}"\npassword = "{p}"\nconnect hostname\n', "login", ".ttl"),
        lambda: raw(f"open {host}\nuser {u} {p}\nbinary\nput 広報.pdf\nbye\n", "ftp", ".txt"),
        lambda: raw(f'conn = psycopg2.connect("host={host} dbname=hoken user={u} password={p}")  # 本番\n', "集計", ".py"),
        lambda: raw(f'private static final String DB_PASSWORD = "{p}"; // 暫定\n', "Config", ".java"),
        lambda: raw(f"<?php\ndefine('DB_USER', '{u}');\ndefine('DB_PASSWORD', '{p}'); // 本番\n", "wp-config", ".php"),
    ])()


@family("cfg-url", ["password_note"], ("url",), "medium", count=16, encodings=("utf-8", "cp932"))
def internet_shortcut(r):
    """An internet shortcut whose address carries the credentials."""
    u, p, host = user(r), plain(r), r.choice(HOSTS)
    address = r.choice([f"ftp://{u}:{p}@{host}/htdocs", f"https://{u}:{p}@{host}/admin/", f"http://{u}:{p}@{host}:8080/status", f"https://{host}/login?user={u}&password={p}"])
    return raw(f"[{{000214A0-0000-0000-C000-000000000046}}]\nProp3=19,11\n[InternetShortcut]\nIDList=\nURL={address}\n", r.choice(["管理画面", "公開サーバ", "カメラ", "NAS"]))


@family("cfg-rdp", ["password_note"], ("rdp",), "medium", count=16, encodings=("utf-16le-bom", "utf-8"))
def rdp(r):
    """A remote desktop file with an embedded password."""
    blob = "01000000D08C9DDF0115D1118C7A00C04FC297EB01000000" + "".join(r.choice("0123456789ABCDEF") for _ in range(420))
    return raw(f"screen mode id:i:2\nuse multimon:i:0\ndesktopwidth:i:1920\nfull address:s:{r.choice(HOSTS)}\nusername:s:KAKUU\\{user(r)}\npassword 51:b:{blob}\nprompt for credentials:i:0\n", r.choice(["サーバ", "sv-file01", "リモート", "Default"]))


@family("cfg-lnk", ["password_note"], ("lnk",), "hard", count=16)
def lnk(r):
    """A shortcut whose arguments carry a password."""
    u, p, host = user(r), plain(r), r.choice(HOSTS)
    target, arguments = r.choice([
        ("C:\\Windows\\System32\\net.exe", f"use P: \\\\{host}\\share {p} /user:{u}"), ("C:\\Program Files\\teraterm\\ttermpro.exe", f"{host} /auth=password /user={u} /passwd={p}"),
        ("C:\\Program Files\\PuTTY\\putty.exe", f"-ssh {u}@{host} -pw {p}"), ("C:\\Program Files\\WinSCP\\WinSCP.exe", f"sftp://{u}:{p}@{host}/"),
        ("C:\\zaimu\\zaimu.exe", f"/user:{u} /password:{p}"), ("C:\\Windows\\System32\\cmd.exe", f"/c set PASSWORD={p} && run.bat"),
    ])
    return raw(f"{target}\n{arguments}\n{r.choice(['', '業務用', '財務会計'])}", r.choice(["財務会計 - ショートカット", "接続", "サーバ"]))


@family("cfg-log", ["password_note"], ("log",), "hard", count=16)
def log(r):
    """A log or a transcript into which a password slipped."""
    u, p = user(r), plain(r)
    day = f"2024-04-{r.randint(1, 28):02}"
    slip = r.choice([
        f"{day} 09:00:02 DEBUG request body: user={u}&password={p}", f"{day} 09:00:02 接続文字列: Server={r.choice(HOSTS)};Uid={u};Pwd={p}", f"{day} 09:00:02 INFO exec: net use Z: \\\\nas01\\bk {p} /user:{u}",
        f'{day} 09:00:02 DEBUG {{"login":"{u}","passwd":"{p}"}}', f"{day} 09:00:02 INFO 利用者 {u} を作成しました 初期パスワード={p}",
    ])
    lines = [f"{day} 09:00:01 INFO 起動", slip, f"{day} 09:00:05 INFO 処理件数 {r.randint(10, 999)}", f"{day} 09:01:00 INFO 終了"]
    return raw("\n".join(lines) + "\n", r.choice(["debug", "batch", "実行ログ", "app"]), ".log")


@family("cfg-browser-csv", ["password_note"], ("csv",), "easy", count=11)
def browser(r):
    """The export of a browser or a password keeper."""
    style = r.randrange(5)
    rows = []
    for site in r.sample(SITES, r.randint(2, 5)):
        u, p = user(r), password(r).replace(",", "-")
        rows.append([f"{site.split('/')[2]},{site},{u},{p},", f'"{site}","{u}","{p}","","","{{b1f0}}","1711929600000"', f'"業務","{site.split("/")[2]}","{u}","{p}","{site}","メモ"', f"{site},{u},{p},,,{site.split('/')[2]},,0", f'"{site.split("/")[2]}","{u}","{p}","{site}","メモ"'][style])
    head = ["name,url,username,password,note", '"url","username","password","httpRealm","formActionOrigin","guid","timeCreated"', '"Group","Title","Username","Password","URL","Notes"', "url,username,password,totp,extra,name,grouping,fav", '"Account","Login Name","Password","Web Site","Comments"'][style]
    name = ["Chrome パスワード", "logins", "keepassxc", "lastpass_export", "keepass"][style]
    return raw("\n".join([head, *rows]) + "\n", name)


@family("cfg-private-key", ["password_note"], ("txt", "md", "eml"), "easy", count=9)
def private_key(r):
    """A private key."""
    sort = r.choice(["RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"])
    body = base64.b64encode(bytes(r.randrange(256) for _ in range(r.choice([300, 600, 1190])))).decode()
    lines = [f"-----BEGIN {sort}-----", *[body[i:i + 64] for i in range(0, len(body), 64)], f"-----END {sort}-----"]
    return Doc(r.choice(["id_rsa", "server_key", "key", "秘密鍵"]), lines, verbatim="\n".join(lines) + "\n", ending=None)


@family("cfg-paste", ["password_note"], ("txt", "docx", "eml", "xlsx", "odt", "md", "pptx", "rtf", "msg", "sqlite"), "medium", count=13)
def pasted(r):
    """A command or a connection string pasted into a note."""
    u, p, host = user(r), plain(r), r.choice(HOSTS)
    line = r.choice([
        f"net use P: \\\\{host}\\hoken /user:{u} {p}", f"Server={host};Database=hoken;User Id={u};Password={p};", f"jdbc:oracle:thin:{u}/{p}@{host}:1521/ORCL", f"postgresql://{u}:{p}@{host}/hoken", f"sqlplus {u}/{p}@{host}",
        f"ftp://{u}:{p}@{host}/", f"DSN=kaigo;UID={u};PWD={p}", f"mysql -h {host} -u {u} -p{p}", f"https://{u}:{p}@{host}/git/repo.git",
    ])
    return Doc(memo_name(r), [r.choice(["接続方法", "DB接続", "バッチ用", "メモ"]), line])
