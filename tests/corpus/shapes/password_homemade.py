"""Settings, scripts and data that people made themselves, with names of their own for the secret."""

import json

from document import Doc
from family import family
from shapes.password_places import innocent
from values.offices import SYSTEMS, memo_name
from values.passwords import mixed, user

HOSTS = ["sv-file01", "10.1.2.30", "nas01", "db.kakuu.example.jp", "www.kakuu.example.jp"]


def raw(text, name, ending=None, whole=None):
    return Doc(name, [line for line in text.split("\n") if line], verbatim=text, ending=ending, whole_name=whole)


def plain(r):
    """A secret without characters that a setting would have to quote."""
    while True:
        p = mixed(r)
        if not any(c in p for c in "&<>\"'%=#$"):
            return p


KEYS = ["adminPw", "dbPass", "loginPwd", "svc_pw", "rootPass", "mailPassword", "ftpPw", "userPw", "kanriPass", "pass_word", "sqlPwd", "adm-pass", "smtpPass", "zipPw", "apPw", "PassWd"]


@family("home-ini", ["password_note"], ("ini",), "medium", count=10)
def ini(r):
    """Settings with a key of one's own."""
    k = r.choice(KEYS)
    return raw(f"; 設定\n[main]\nhost={r.choice(HOSTS)}\n{r.choice(['user', 'uid', 'loginId', 'acct'])}={user(r)}\n{k}={plain(r)}\nretry=3\n", r.choice(["setting", "app", "torikomi"]), r.choice([".ini", ".conf", ".cfg"]))


@family("home-json", ["password_note"], ("json",), "medium", count=10)
def to_json(r):
    """JSON of one's own."""
    k = r.choice(KEYS)
    data = r.choice([
        lambda: {"server": r.choice(HOSTS), "acct": user(r), k: plain(r)},
        lambda: {"jobs": [{"name": "夜間", "conn": {"u": user(r), k: plain(r)}}]},
        lambda: {"接続": {"ユーザー": user(r), "パスワード": plain(r)}},
        lambda: {"dsn": f"server={r.choice(HOSTS)};uid={user(r)};pwd={plain(r)}"},
    ])()
    return raw(json.dumps(data, ensure_ascii=False, indent=r.choice([None, 2])) + "\n", r.choice(["settings", "job", "conf"]))


@family("home-yaml", ["password_note"], ("yaml",), "medium", count=10)
def yaml(r):
    """YAML of one's own."""
    k = r.choice(KEYS)
    return raw(r.choice([
        f"# 取込\nserver: {r.choice(HOSTS)}\nacct: {user(r)}\n{k}: {plain(r)}\n", f"targets:\n  - name: 本庁\n    login: {user(r)}\n    {k}: \"{plain(r)}\"\n", f"接続先: {r.choice(HOSTS)}\nユーザー: {user(r)}\nパスワード: {plain(r)}\n", f"auth: {{user: {user(r)}, {k}: {plain(r)}}}\n",
    ]), r.choice(["conf", "jobs"]))


@family("home-xml", ["password_note"], ("xml",), "medium", count=10)
def xml(r):
    """XML of one's own."""
    k = r.choice(["adminPw", "dbPass", "LoginPwd", "Passwd", "userPw", "PassWord", "rootPass"])
    body = r.choice([
        f"<conn><host>{r.choice(HOSTS)}</host><user>{user(r)}</user><{k}>{plain(r)}</{k}></conn>", f'<conn host="{r.choice(HOSTS)}" user="{user(r)}" {k}="{plain(r)}"/>', f'<settings><add key="{k}" value="{plain(r)}"/><add key="user" value="{user(r)}"/></settings>',
        f'<entry><name>{k}</name><value>{plain(r)}</value></entry>', f"<接続><ユーザー>{user(r)}</ユーザー><パスワード>{plain(r)}</パスワード></接続>",
    ])
    return raw(f'<?xml version="1.0" encoding="{{{{charset}}}}"?>\n<config>{body}</config>\n', r.choice(["config", "setting"]))


@family("home-csv", ["password_note"], ("csv", "tsv"), "medium", count=12)
def csv(r):
    """An export with headings of programs."""
    head = r.choice(["userid,username,passwd,dept", "LOGIN_ID,LOGIN_PW,SHIMEI", "id,pw,note", "ユーザID,初期PW,氏名カナ", "account;secret;memo", "職員番号,仮PW,所属", "MailAddress,MailPass,Quota", "UserCd,PassWd,KaCd"])
    sep = ";" if ";" in head else ","
    cols = head.split(sep)
    rows = []
    for _ in range(r.randint(3, 9)):
        row = []
        for c in cols:
            low = c.lower()
            row.append(plain(r).replace(sep, "-") if any(w in low for w in ("passwd", "pw", "pass", "secret")) else user(r) if any(w in low for w in ("id", "account", "user", "番号", "mail", "cd")) else r.choice(["総務課", "タロウ", "一般"]))
        rows.append(sep.join(row))
    return raw("\n".join([head, *rows]) + "\n", r.choice(["user", "users_export", "登録用", "import"]), ".csv")


@family("home-script", ["password_note"], ("script",), "medium", count=24)
def script(r):
    """Scripts with variables of one's own."""
    u, p, host = user(r), plain(r), r.choice(HOSTS)
    return r.choice([
        lambda: raw(f"@echo off\nrem 夜間取込\nset U={u}\nset P={p}\nnet use Y: \\\\{host}\\data %P% /user:%U%\n", "夜間", ".bat"),
        lambda: raw(f"@echo off\nset svcPw={p}\ncall main.bat {u} %svcPw%\n", "起動", ".bat"),
        lambda: raw(f"$adminPw = '{p}'\n$user = '{u}'\nInvoke-Sqlcmd -Username $user -Password $adminPw -Query 'select 1'\n", "確認", ".ps1"),
        lambda: raw(f"$c = New-Object Net.NetworkCredential('{u}', '{p}')\n(New-Object Net.WebClient).Credentials = $c\n", "取得", ".ps1"),
        lambda: raw(f"Const DB_PW = \"{p}\"\nDim cn\nSet cn = CreateObject(\"ADODB.Connection\")\ncn.Open \"Provider=SQLOLEDB;Data Source={host};\", \"{u}\", DB_PW\n", "集計", ".vbs"),
        lambda: raw(f"' ログイン\nie.document.getElementById(\"password\").value = \"{p}\"\nie.document.getElementById(\"user\").value = \"{u}\"\n", "自動ログイン", ".vbs"),
        lambda: raw(f"#!/bin/sh\nDBPASS='{p}'\nexport DBPASS\npsql -h {host} -U {u} hoken\n", "run", ".sh"),
        lambda: raw(f"#!/bin/bash\necho '{p}' | sudo -S systemctl restart httpd\n", "restart", ".sh"),
        lambda: raw(f"lftp -u {u},{p} {host} -e 'put a.csv; bye'\n", "送信", ".sh"),
        lambda: raw(f"wget --user={u} --password={p} https://{host}/list.csv\n", "取得", ".sh"),
        lambda: raw(f"UPDATE m_user SET passwd = '{p}' WHERE user_id = '{u}';\n", "更新", ".sql"),
        lambda: raw(f"INSERT INTO m_user (user_id, user_name, login_pw) VALUES ('{u}', '総務課', '{p}');\n", "追加", ".sql"),
        lambda: raw(f"<?php\n$dbUser = '{u}';\n$dbPass = '{p}';\n$pdo = new PDO('mysql:host={host}', $dbUser, $dbPass);\n", "db", ".php"),
        lambda: raw(f"<?php\n$link = mysqli_connect('{host}', '{u}', '{p}', 'hoken');\n", "connect", ".php"),
        lambda: raw(f"Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon]\n\"AutoAdminLogon\"=\"1\"\n\"DefaultUserName\"=\"{u}\"\n\"DefaultPassword\"=\"{p}\"\n", "自動ログオン", ".reg"),
        lambda: raw(f"import cx_Oracle\nconn = cx_Oracle.connect('{u}', '{p}', '{host}/ORCL')\n", "抽出", ".py"),
        lambda: raw(f"import requests\nr = requests.get('https://{host}/api', auth=('{u}', '{p}'))\n", "api", ".py"),
        lambda: raw(f"smtp_user = '{u}'\nsmtp_pass = '{p}'\n", "mail", ".py"),
        lambda: raw(f"; 自動入力\nSend, {u}{{Tab}}{p}{{Enter}}\n", "login", ".ahk"),
        lambda: raw(f"cmdkey /add:{host} /user:{u} /pass:{p}\n", "資格情報", ".bat"),
        lambda: raw(f"schtasks /create /tn 夜間 /tr run.bat /sc daily /ru {u} /rp {p}\n", "登録", ".bat"),
    ])()


@family("home-inline", ["password_note"], ("txt", "md", "eml", "docx", "xlsx", "log", "html"), "hard", count=12)
def inline(r):
    """A piece of a setting pasted between other lines."""
    u, p, host, k = user(r), plain(r), r.choice(HOSTS), r.choice(KEYS)
    line = r.choice([
        f'{{"user":"{u}","{k}":"{p}"}}', f"{k}={p}", f"{k}: {p}", f'{{ u: "{u}", p: "{p}" }}', f"http://{host}/login?id={u}&pw={p}", f"--user {u} --password {p}", f"-u {u} -p {p}（{r.choice(SYSTEMS)}）", f"Uid={u};Pwd={p}", f"{u}@{host} / {p}", f'"passwd" => "{p}",', f"<pw>{p}</pw>",
    ])
    return Doc(memo_name(r), [r.choice(["設定は次のとおり", "接続情報控え", f"{r.choice(SYSTEMS)} の設定", "動いた設定"]), line, *innocent(r)[:2]])


@family("home-env", ["password_note"], ("txt",), "easy", count=8, containers=False)
def env(r):
    """An environment file with keys of one's own."""
    k = r.choice(["KANRI_PW", "APP_PASS", "LDAP_BIND_PW", "SMTP_PASSWD", "ADMIN_PWD", "ZIP_PASSPHRASE", "HOKEN_DB_PW", "SECRET_KEY_BASE"])
    value = plain(r) if k != "SECRET_KEY_BASE" else "".join(r.choice("0123456789abcdef") for _ in range(40)) + plain(r)
    return raw(f"APP_ENV=production\nAPP_HOST={r.choice(HOSTS)}\n{k}={value}\nTZ=Asia/Tokyo\n", "env", whole=r.choice([".env", "app.env", ".env.production"]))
