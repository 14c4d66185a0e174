"""Numbers that are not personal, and people who are no roster; and documents about nothing of the sort."""

from document import Doc, Table, Title
from family import DATA, EVERYWHERE, MAILS, PROSE, SHEETS, TABLES, family
from holdout.digits import card, corporate, digits, not_my_number, split4
from holdout.keyring import PLACES, department
from holdout.townsfolk import CITIES, QUARTERS, landline, name, postcode, street, surname


@family("ho-no-corporate", [], TABLES + DATA, "hard", decoy=True, count=10)
def companies(r):
    """Public numbers of companies, 13 and 12 digits long."""
    label = r.choice(["法人番号", "法人番号（13桁）"])
    rows = [["業者番号", "商号", label, "会社法人等番号", "所在地"]] + [[digits(r, 5), f"株式会社{surname(r)}{r.choice(['建設', '電設', '印刷'])}", corporate(r), f"0{r.randint(400, 599)}01{digits(r, 6)}", f"{r.choice(CITIES)}{r.choice(QUARTERS)}"] for _ in range(r.randint(6, 20))]
    return Doc(r.choice(["入札参加資格者", "登録業者名簿", "契約業者一覧"]), [Title("競争入札参加資格者名簿"), Table(rows)])


@family("ho-no-twelve", [], SHEETS + ("txt", "json", "xml", "html", "docx", "md"), "hard", decoy=True, count=13)
def twelve(r):
    """Other numbers with twelve digits; every tenth passes by chance."""
    label, make = r.choice([
        ("お客様番号", lambda: digits(r, 12)), ("通知書番号", lambda: f"2025{digits(r, 8)}"), ("処理日時", lambda: f"2025{r.randint(1, 12):02}{r.randint(1, 28):02}{r.randint(0, 23):02}{r.randint(0, 59):02}"), ("伝票番号", lambda: split4(digits(r, 12), "-")), ("免許証番号", lambda: f"40{digits(r, 10)}"), ("管理番号", lambda: f"0000{digits(r, 8)}"),
        ("お問い合わせ伝票番号", lambda: split4(digits(r, 12), "-")), ("収納機関番号等", lambda: digits(r, 12)),
    ])
    rows = [["連番", label, "状態"]] + [[str(n), make(), r.choice(["済", "未", "送付"])] for n in range(1, r.randint(8, 40))]
    return Doc(r.choice(["一覧", "処理結果", "発送管理", "検針データ"]), [Table(rows)])


@family("ho-no-mynumber-talk", [], PROSE + ("xlsx", "ods"), "hard", decoy=True, count=12)
def talk(r):
    """About the numbers, with an example that fails its check or none at all."""
    return Doc(r.choice(["マイナンバー交付状況", "特定個人情報の取扱い", "記入例", "Q&A"]), [
        Title(r.choice(["マイナンバーカードの申請について", "個人番号の記載要領"])), r.choice([
            f"個人番号は12桁の数字です。記入例：{split4(not_my_number(r))}", "個人番号欄：□□□□－□□□□－□□□□", f"マイナンバーカード 交付枚数 {r.randint(10, 60)},{digits(r, 3)}枚（人口比 {r.randint(60, 89)}.{r.randint(0, 9)}%）", "（例）123456789012 のように左詰めで記入する。", f"マイナンバー総合フリーダイヤル　0120-95-0178　受付番号 {not_my_number(r)}", f"個人番号カード交付申請書の申請書IDは23桁（{digits(r, 23)}）です。",
        ]), "個人番号を記載した書類は鍵のかかる書庫に保管する。", f"問合せ　{department(r)}　TEL 0299-{r.randint(20, 90)}-1111",
    ])


@family("ho-no-card-talk", [], PROSE + SHEETS, "hard", decoy=True, count=10)
def card_talk(r):
    """Cards without their numbers, and numbers that are no cards."""
    wrong = card(r, "visa")
    wrong = wrong[:-1] + str((int(wrong[-1]) + r.randint(1, 9)) % 10)
    return Doc(r.choice(["カード収納", "決済端末の操作", "キャッシュレス導入"]), [
        Title("クレジットカード納付について"), r.choice([f"カード番号（16桁）を入力してください。例：{split4(wrong)}", "カード番号は下4桁のみ表示されます（****-****-****-4021）。", "カード番号：４桁区切りで16桁、有効期限：MM/YY", "登録カード：VISA 末尾 1881　有効期限 非表示"]), f"納付番号　9{digits(r, 3)}-{digits(r, 4)}-{digits(r, 4)}-{digits(r, 4)}" if r.random() < 0.4 else "手数料は1万円ごとに110円です。", "返金はできません。",
    ])


@family("ho-no-order", [], SHEETS + ("html", "json", "xml", "pdf"), "hard", decoy=True, count=10)
def orders(r):
    """Order and parcel numbers of card length."""
    label = r.choice(["注文番号", "整理番号", "納付確認番号", "機器番号", "バーコード番号"])
    rows = [["日付", label, "数量"]] + [[f"2025/{r.randint(1, 12)}/{r.randint(1, 28)}", r.choice(["20", "90", "10", "71"]) + digits(r, 14), str(r.randint(1, 90))] for _ in range(r.randint(6, 30))]
    return Doc(r.choice(["発注履歴", "納品一覧", "備品バーコード"]), [Table(rows)])


@family("ho-no-eleven", [], SHEETS + ("txt", "html", "docx", "json", "md"), "hard", decoy=True, count=10)
def eleven(r):
    """Eleven digits beside words about residents."""
    label, make = r.choice([("公用携帯", lambda: f"080{digits(r, 8)}"), ("証明書発行番号", lambda: digits(r, 11)), ("宛名番号", lambda: f"000{digits(r, 8)}"), ("申請番号", lambda: f"25{digits(r, 9)}")])
    rows = [["種別", label, "枚数"]] + [[r.choice(["住民票の写し", "印鑑証明", "住民票記載事項証明", "戸籍附票"]), make(), str(r.randint(1, 3))] for _ in range(r.randint(5, 20))]
    return Doc(r.choice(["証明書発行簿", "コンビニ交付実績", "住民票発行"]), [Title("住民票等 発行記録"), Table(rows)])


@family("ho-no-facilities", [], TABLES + DATA, "hard", decoy=True, count=12)
def facilities(r):
    """Places with addresses and telephones, and nobody's name."""
    kinds = r.choice([["中央公民館", "北公民館", "市民体育館", "文化会館", "図書館", "保健センター", "給食センター", "児童館"], ["やまびこ保育園", "つくし幼稚園", "ひばり保育所", "東小学校", "南中学校", "西小学校", "若葉こども園"], ["柏木医院", "須賀内科クリニック", "根本歯科", "永山整形外科", "若林薬局", "小泉眼科", "三上動物病院"]])
    rows = [["施設名", "郵便番号", "所在地", "電話番号", "FAX"]] + [[place, postcode(r), f"{r.choice(CITIES)}{street(r).split(' ')[0]}", landline(r), landline(r)] for place in kinds]
    return Doc(r.choice(["公共施設一覧", "施設案内", "医療機関一覧"]), [Title("施設一覧"), Table(rows)])


@family("ho-no-staff", [], TABLES, "hard", decoy=True, count=10)
def staff(r):
    """Who sits where, with the office's extensions."""
    rows = [["課", "職", "氏名", "内線"]] + [[department(r), r.choice(["課長", "補佐", "係長", "主査", "主事"]), name(r), str(r.randint(2000, 2999))] for _ in range(r.randint(8, 30))]
    return Doc(r.choice(["内線表", "職員配置表", "事務分担"]), [Title("職員配置及び内線番号"), Table(rows)])


@family("ho-no-mayors", [], TABLES + ("txt",), "hard", decoy=True, count=8)
def mayors(r):
    """Persons of the town's history, or of a committee, with dates of office."""
    rows = r.choice([
        [["代", "氏名", "就任", "退任"]] + [[f"第{n}代", name(r), f"昭和{n * 4 + 8}年4月30日", f"昭和{n * 4 + 12}年4月29日"] for n in range(1, 9)],
        [["氏名", "所属", "任期"]] + [[name(r), r.choice(["学識経験者", "公募委員", "商工会", "医師会", "社会福祉協議会"]), "令和7年4月1日～令和9年3月31日"] for _ in range(9)],
        [["順位", "氏名", "チーム", "記録"]] + [[str(n), name(r), f"{r.choice(['東', '西', '南'])}中学校", f"{r.randint(9, 12)}分{r.randint(10, 59)}秒"] for n in range(1, 12)],
    ])
    return Doc(r.choice(["歴代", "委員名簿（公表用）", "記録表"]), [Table(rows)])


@family("ho-no-signature", [], MAILS + ("txt", "docx", "pdf"), "medium", decoy=True, count=8)
def signature(r):
    """A mail to many sections, with one signature."""
    who = surname(r)
    return Doc(r.choice(["照会", "会議開催通知", "回答依頼"]), [f"各課　{r.choice(['庶務担当', '情報担当'])}　様", f"標記会議を{r.choice(PLACES)}で開催します。出席者：{surname(r)}課長、{surname(r)}補佐、{surname(r)}係長、{surname(r)}主査、{surname(r)}主事、{surname(r)}主事", "---", f"{department(r)} {who}", f"〒{postcode(r)} みなも市本町1-1-1", f"TEL 0299-64-1111 FAX 0299-64-1112 mail {department(r)}@city.example.lg.jp"])


@family("ho-plain-work", [], EVERYWHERE, "easy", count=29)
def work(r):
    """Documents of every day."""
    title, blocks = r.choice([
        ("献立表", ["月　ごはん、鮭の塩焼き、みそ汁", "火　カレーライス、サラダ", f"エネルギー {r.randint(550, 720)}kcal"]), ("予算要求", [Table([["科目", "前年度", "要求額"], ["需用費", f"{r.randint(100, 999)},000", f"{r.randint(100, 999)},000"], ["委託料", f"{r.randint(1000, 9999)},000", f"{r.randint(1000, 9999)},000"]])]),
        ("広報原稿", ["今月の市民の広場", "秋のバラまつりを開催します。10月18日（土）9時から15時まで。", "駐車場には限りがあります。"]), ("工程表", [Table([["工種", "4月", "5月", "6月"], ["土工", "■", "", ""], ["舗装工", "", "■", "■"]])]), ("議案", ["議案第12号　市道路線の認定について", "道路法第8条第2項の規定により議会の議決を求める。"]),
        ("ごみ収集", ["可燃　月・木　資源　第2水曜", "集積所には朝8時30分までに出してください。"]), ("研修復命", [f"令和7年{r.randint(4, 11)}月{r.randint(1, 28)}日　自治研修所", "内容　文書事務の基本、起案演習", "所感　今後の業務に役立てたい。"]), ("統計", [Table([["地区", "世帯数", "人口"]] + [[q, str(r.randint(100, 3000)), str(r.randint(300, 9000))] for q in QUARTERS[:6]])]),
        ("アンケート結果", ["問1 満足 62% 普通 30% 不満 8%", "自由記述：駐車場を広くしてほしい。駅からのバスを増やしてほしい。"]), ("発注図書", ["積算数量　As舗装 t=5cm 1,240m2", "路盤工 RC-40 t=15cm"]),
    ])
    return Doc(title, [Title(title), *blocks])
