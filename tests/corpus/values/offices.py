"""The city hall: departments, systems, facilities, folders and the names people give their files."""

DEPARTMENTS = [
    "総務課", "人事課", "財政課", "税務課", "納税課", "市民課", "保険年金課", "介護福祉課", "こども家庭課", "健康増進課",
    "生活環境課", "商工観光課", "農業政策課", "都市計画課", "道路整備課", "下水道課", "教育総務課", "生涯学習課",
    "議会事務局", "会計課", "情報政策課", "防災安全課", "広報秘書課", "契約検査課", "選挙管理委員会",
]
SYSTEMS = [
    "財務会計", "人事給与", "文書管理", "グループウェア", "住民記録", "税総合", "国保システム", "介護保険", "電子入札", "施設予約",
    "庶務事務", "契約管理", "統合型GIS", "図書館システム", "戸籍システム", "LGWANメール", "例規システム", "Web会議", "ホームページ管理",
    "健康管理システム", "児童手当", "水道料金", "電子申請", "勤怠管理", "防災メール", "議事録作成", "e-Tax", "eLTAX", "J-LISポータル",
]
SITES = ["電子入札共同システム", "統計局オンライン", "県電子申請", "地方税共同機構", "官報検索", "地図サービス", "宅配業者Web", "コピー機保守サイト", "備品通販サイト"]
FACILITIES = ["市民会館", "中央図書館", "総合体育館", "北コミュニティセンター", "南公民館", "保健センター", "消防本部", "浄化センター", "駅前出張所", "学校給食センター"]
MACHINES = ["SW-2F", "NAS-01", "RT-本庁", "複合機2F", "AP-会議室", "sv-file01", "sv-db02", "UPS-A", "プロジェクタ", "防犯カメラ"]
FOLDERS = [
    "デスクトップ", "デスクトップ", "デスクトップ", "デスクトップ/個人用", "デスクトップ/新しいフォルダー", "デスクトップ/引継ぎ",
    "デスクトップ/R6年度", "ドキュメント", "ドキュメント/旧PC", "ダウンロード", "デスクトップ/★仕掛中", "デスクトップ/あとで整理",
]
MEMO_NAMES = [
    "メモ", "memo", "新しいテキスト ドキュメント", "新規 テキスト ドキュメント (2)", "無題", "覚書", "あとで", "引継ぎ", "業務メモ", "名称未設定 1",
    "TODO", "備忘録", "Book1", "Document1", "メモ帳", "作業用", "20240401", "★重要", "note", "いろいろ", "個人用メモ", "一時", "コピー ～ メモ",
]
SECRET_NAMES = [
    "パスワード一覧", "パスワード", "ID_PASS", "pw", "ID・PW一覧", "ログイン情報", "アカウント一覧", "パスワード管理表", "各種ID", "PASSWORD",
    "ﾊﾟｽﾜｰﾄﾞ", "システムＩＤ・パスワード", "PWメモ", "ログイン", "各システムID", "id_pw_2024", "password_list",
]


def memo_name(r):
    """A file name that says nothing."""
    return r.choice(MEMO_NAMES) + r.choice(["", "", "", "_旧", "2", "(最新)", "_R6"])


def note_name(r):
    """A file name as password notes bear it: mostly one that says nothing, sometimes one that says all."""
    return r.choice(SECRET_NAMES) if r.random() < 0.3 else memo_name(r)


def systems(r, n):
    return r.sample(SYSTEMS + SITES, n)


def date(r):
    year, month, day = r.randint(2019, 2026), r.randint(1, 12), r.randint(1, 28)
    return r.choice([f"{year}/{month}/{day}", f"令和{year - 2018}年{month}月{day}日", f"R{year - 2018}.{month}.{day}", f"{year}-{month:02}-{day:02}"])
