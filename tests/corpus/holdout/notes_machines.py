"""What machines keep in the clear: scripts, settings, exports, keys."""

import base64
import json

from document import Doc, Pairs
from family import MAILS, STICKIES, family
from holdout.digits import digits
from holdout.keyring import NATURE, WORDS as TERMS, host, machine, user
from holdout.townsfolk import surname

PLAIN = ("txt",)


def word(r):
    return r.choice(TERMS)


def quiet(r):
    """A secret without what a shell or a file would have to quote."""
    return r.choice([f"{word(r).capitalize()}{r.randint(1000, 9999)}", f"{r.choice(NATURE)}_{word(r)}{r.randint(10, 99)}", machine(r, 12).replace("$", "x").replace("#", "y").replace("%", "z").replace("!", "k")])


@family("ho-machine-script", ["password_note"], PLAIN, "medium", count=12, encodings=("cp932", "utf-8", "utf-8-bom", "utf-16le-bom", "euc-jp"))
def script(r):
    """A small script of the section, account and all."""
    u, p, h = user(r), quiet(r), host(r)
    ending, text = r.choice([
        (".bat", f"@echo off\nrem 朝の接続（{surname(r)}作成）\nnet use Z: \\\\{h}\\{word(r)} {p} /user:CITY\\{u} /persistent:yes\nstart \"\" Z:\\\n"),
        (".cmd", f"cmdkey /add:{h} /user:{u} /pass:{p}\r\nmstsc /v:{h}\r\n"),
        (".ps1", f"# 月次バックアップ\n$pw = ConvertTo-SecureString '{p}' -AsPlainText -Force\n$cred = New-Object System.Management.Automation.PSCredential('{u}', $pw)\nCopy-Item .\\月次.csv \\\\{h}\\back -Credential $cred\n"),
        (".vbs", f"Set net = CreateObject(\"WScript.Network\")\n' 共有プリンタ\nnet.MapNetworkDrive \"P:\", \"\\\\{h}\\print\", False, \"{u}\", \"{p}\"\n"),
        (".sh", f"#!/bin/sh\n# 夜間の統計取り込み\nmysql -h {h} -u{u} -p{p} toukei < load.sql\n"),
        (".sh", f"#!/bin/bash\ncurl -s -u {u}:{p} https://{h}/api/export -o /var/tmp/out.csv\n"),
        (".bat", f"ftp -n {h} < ftp.txt\r\nrem open {h}\r\nrem user {u} {p}\r\n"),
        (".txt", f"open sftp://{u}:{p}@{h}/ -hostkey=*\ncd /upload\nput 給与データ.csv\nexit\n"),
        (".bas", f"Sub 接続()\n  ' 滞納管理から抽出\n  cn.Open \"Provider=SQLOLEDB;Data Source={h};Initial Catalog=TAINO;User ID={u};Password={p};\"\nEnd Sub\n"),
        (".bat", f"sqlplus {u}/{p}@ORCL @月報.sql\r\n"),
        (".bat", f"schtasks /create /tn 夜間バッチ /tr C:\\bat\\night.bat /sc daily /st 02:00 /ru CITY\\{u} /rp {p}\r\n"),
        (".py", f"# -*- coding: utf-8 -*-\n\"\"\"ホームページ更新\"\"\"\nimport ftplib\nHOST = '{h}'\nUSER = '{u}'\nPASSWORD = '{p}'\nftp = ftplib.FTP(HOST, USER, PASSWORD)\n"),
        (".ahk", f"; ログイン自動入力\n^!l::\nSend {u}{{Tab}}\nSend {p}{{Enter}}  ; パスワード\nreturn\n"),
        (".wsf", f"<job><script language=\"VBScript\">' 庁内ポータル\nstrUser = \"{u}\"\nstrPassword = \"{p}\"\n</script></job>\n"),
    ])
    return Doc(r.choice(["接続", "朝の起動", "backup", "自動化", "月次処理"]), verbatim=text, ending=ending)


@family("ho-machine-settings", ["password_note"], PLAIN, "medium", count=11, encodings=("utf-8", "cp932", "utf-8-bom", "utf-16le-bom"))
def settings(r):
    """Settings of a server or a tool that somebody copied to the desktop."""
    u, p, h = user(r), quiet(r), host(r)
    name, text = r.choice([
        (".env", f"APP_ENV=production\nDB_HOST={h}\nDB_USERNAME={u}\nDB_PASSWORD={p}\nMAIL_DRIVER=smtp\n"),
        (".netrc", f"machine {h}\nlogin {u}\npassword {p}\n"),
        (".pgpass", f"{h}:5432:gis:{u}:{p}\n*:*:*:postgres:{quiet(r)}\n"),
        (".git-credentials", f"https://{u}:{p}@git.{word(r)}.example.jp\n"),
        ("application.properties", f"server.port=8080\n# 住民健診データベース\nspring.datasource.url=jdbc:postgresql://{h}/kenshin\nspring.datasource.username={u}\nspring.datasource.password={p}\n"),
        ("docker-compose.yml", f"services:\n  db:\n    image: postgres:15\n    environment:\n      POSTGRES_USER: {u}\n      POSTGRES_PASSWORD: {p}\n    ports:\n      - 5432:5432\n"),
        ("web.config", f"<?xml version=\"1.0\"?>\n<configuration>\n  <connectionStrings>\n    <add name=\"Yoyaku\" connectionString=\"Server={h};Database=YOYAKU;Uid={u};Pwd={p};\" />\n  </connectionStrings>\n</configuration>\n"),
        ("wpa_supplicant.conf", f"country=JP\nnetwork={{\n  ssid=\"minamo-signage\"\n  psk=\"{p}\"\n  key_mgmt=WPA-PSK\n}}\n"),
        ("config.php", f"<?php\n// 施設予約\n$db_host = '{h}';\n$db_user = '{u}';\n$db_pass = '{p}';\n"),
        ("tomcat-users.xml", f"<?xml version='1.0'?>\n<tomcat-users>\n  <user username=\"{u}\" password=\"{p}\" roles=\"manager-gui\"/>\n</tomcat-users>\n"),
        ("unattend.xml", f"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<unattend><settings pass=\"oobeSystem\"><component name=\"Microsoft-Windows-Shell-Setup\"><AutoLogon><Password><Value>{p}</Value><PlainText>true</PlainText></Password><Enabled>true</Enabled><Username>{u}</Username></AutoLogon></component></settings></unattend>\n"),
        ("rtx1210.txt", f"# 支所ルータ\nlogin password {p}\nadministrator password {quiet(r)}\nip lan1 address {h if h[0].isdigit() else '192.168.5.1'}/24\nipsec ike pre-shared-key 1 text {quiet(r)}\n"),
        ("running-config.txt", f"hostname SW-3F\n!\nusername {u} privilege 15 password 0 {p}\n!\nline vty 0 4\n password {quiet(r)}\n login\n!\nsnmp-server location 3F EPS\n"),
        ("odbc.ini", f"[ZEI]\nDriver=PostgreSQL\nServername={h}\nUID={u}\nPWD={p}\n"),
        ("vpn.conf", f"[Interface]\nPrivateKey = {base64.b64encode(bytes(r.randrange(256) for _ in range(32))).decode()}\nAddress = 10.8.0.{r.randint(2, 200)}/24\n[Peer]\nEndpoint = vpn.example.jp:51820\n"),
        ("Wi-Fi-minamo.xml", f"<?xml version=\"1.0\"?>\n<WLANProfile><name>minamo-lgwan</name><MSM><security><sharedKey><keyType>passPhrase</keyType><protected>false</protected><keyMaterial>{p}</keyMaterial></sharedKey></security></MSM></WLANProfile>\n"),
        ("sitemanager.xml", f"<?xml version=\"1.0\"?>\n<FileZilla3><Servers><Server><Host>{h}</Host><User>{u}</User><Pass encoding=\"base64\">{base64.b64encode(p.encode()).decode()}</Pass></Server></Servers></FileZilla3>\n"),
        ("redmine.yml", f"production:\n  adapter: mysql2\n  host: {h}\n  username: {u}\n  password: \"{p}\"\n"),
    ])
    return Doc("設定", verbatim=text, whole_name=name)


@family("ho-machine-export", ["password_note"], PLAIN, "easy", count=6, encodings=("utf-8", "utf-8-bom", "cp932", "utf-16le-bom"))
def export(r):
    """What browsers and password managers write out."""
    rows = [(f"{word(r)}.example.jp", f"https://{word(r)}.example.jp/login", user(r), quiet(r)) for _ in range(r.randint(3, 8))]
    name, text = r.choice([
        ("Chrome パスワード.csv", "name,url,username,password,note\n" + "".join(f"{a},{b},{c},{d},\n" for a, b, c, d in rows)),
        ("logins.csv", '"url","username","password","httpRealm","formActionOrigin","guid","timeCreated","timeLastUsed","timePasswordChanged"\n' + "".join(f'"{b}","{c}","{d}",,"{b}","{{{digits(r, 8)}-{digits(r, 4)}}}","17{digits(r, 11)}","17{digits(r, 11)}","17{digits(r, 11)}"\n' for _, b, c, d in rows)),
        ("bitwarden_export.json", json.dumps({"encrypted": False, "items": [{"type": 1, "name": a, "login": {"uris": [{"uri": b}], "username": c, "password": d, "totp": None}} for a, b, c, d in rows]}, indent=2)),
        ("Database.xml", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<KeePassFile><Root><Group><Name>業務</Name>" + "".join(f"<Entry><String><Key>Title</Key><Value>{a}</Value></String><String><Key>UserName</Key><Value>{c}</Value></String><String><Key>Password</Key><Value>{d}</Value></String></Entry>" for a, _, c, d in rows) + "</Group></Root></KeePassFile>\n"),
        ("keepass.csv", '"Account","Login Name","Password","Web Site","Comments"\n' + "".join(f'"{a}","{c}","{d}","{b}",""\n' for a, b, c, d in rows)),
        ("idmanager.txt", "".join(f"[{a}]\nURL={b}\nID={c}\nPASS={d}\n\n" for a, b, c, d in rows)),
    ])
    return Doc("export", verbatim=text, whole_name=name)


@family("ho-machine-address", ["password_note"], ("txt", "md", "html", "ini", "docx", "rtf", "xlsx", "ods") + MAILS + STICKIES, "medium", count=7)
def address(r):
    """An address that carries its account."""
    scheme, where = r.choice([("ftp", "ftp.minamo.example.jp/www"), ("https", "cms.minamo.example.jp/admin"), ("sftp", "10.4.1.20/data"), ("rtsp", "192.168.9.30:554/stream1"), ("smb", "fs02/kikaku"), ("http", "192.168.9.31/cgi-bin/view")])
    return Doc(r.choice(["更新手順", "河川カメラ", "ホームページ"]), [f"{r.choice(['河川監視カメラ', '広報写真の置き場', '更新用'])}　{scheme}://{r.choice(['kouhou', 'admin', user(r)])}:{quiet(r)}@{where}", "ブラウザのお気に入りに入れておく"])


@family("ho-machine-recovery", ["password_note"], ("txt", "md", "docx", "rtf", "pdf", "html") + STICKIES, "medium", count=7)
def recovery(r):
    """Codes for the day the other key is lost."""
    groups = "-".join(f"{r.randint(1000, 65535) * 11:06}" for _ in range(8))
    lines = r.choice([
        ["BitLocker ドライブ暗号化の回復キー", f"識別子: {digits(r, 8)}-3C41-4D2E-9A77-{digits(r, 12)}", "回復キー:", groups],
        [f"回復キー（NOTE-{r.randint(1, 90)}）", groups],
        ["Google アカウント　バックアップ コード", *[f"{digits(r, 4)} {digits(r, 4)}" for _ in range(6)], "各コードは一度しか使えません"],
        ["二段階認証　リカバリーコード", *["".join(r.choice("abcdef0123456789") for _ in range(5)) + "-" + "".join(r.choice("abcdef0123456789") for _ in range(5)) for _ in range(5)]],
        [f"NOTE-{r.randint(1, 90)} BitLocker回復パスワード", groups, "TPM交換後に聞かれた"],
    ])
    return Doc(r.choice(["回復キー", "BitLocker", "バックアップコード", "2段階"]), lines)


@family("ho-machine-pem", ["password_note"], PLAIN, "easy", count=4, encodings=("utf-8",))
def pem(r):
    """A private key lying about."""
    body = base64.b64encode(bytes(r.randrange(256) for _ in range(r.choice([300, 600])))).decode()
    sort = r.choice(["RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "EC PRIVATE KEY"])
    lines = "\n".join(body[i:i + 64] for i in range(0, len(body), 64))
    return Doc("鍵", verbatim=f"-----BEGIN {sort}-----\n{lines}\n-----END {sort}-----\n", whole_name=r.choice(["id_rsa", "server.key", "www_minamo.pem", "秘密鍵.txt", "client.key"]))


@family("ho-machine-rdp", ["password_note"], PLAIN, "medium", count=4, encodings=("utf-16le-bom", "utf-8"))
def rdp(r):
    """A remote desktop that signs in by itself."""
    blob = "01000000D08C9DDF0115D1118C7A00C04FC297EB" + "".join(r.choice("0123456789ABCDEF") for _ in range(240))
    return Doc("接続先", verbatim=f"screen mode id:i:2\nfull address:s:{host(r)}\nusername:s:CITY\\{user(r)}\npassword 51:b:{blob}\nauthentication level:i:0\n", whole_name=f"{word(r)}サーバ.rdp")


@family("ho-machine-japanese-keys", ["password_note"], ("json", "yaml", "ini", "xml"), "hard", count=10)
def japanese_keys(r):
    """Settings of a home-grown tool with keys in Japanese or in its author's own words."""
    keys = r.choice([("利用者", "合言葉"), ("ユーザ", "パス"), ("uid", "ango"), ("login_mei", "anshou"), ("接続ユーザー", "接続パスワード"), ("shokuin_no", "pwd_hirabun"), ("user_name", "pass_word"), ("ID", "鍵")])
    secret = f"{word(r).capitalize()}{r.randint(100, 9999)}"
    return Doc(r.choice(["連携設定", "取込ツール", "settings"]), [Pairs([("接続先", host(r)), (keys[0], user(r)), (keys[1], secret), ("間隔", "30"), ("ログ", "C:\\log\\renkei.log")])])
