"""Numbers and names of things, as registers, labels and catalogues have them: none of them opens anything."""

MAKERS = ["RICOH", "Apeos", "TASKalfa", "imageRUNNER", "bizhub", "LaserJet", "DocuCentre", "EcoTank"]


def _letters(r, n, alphabet="ABCDEFGHJKLMNPRSTUVWXYZ"):
    return "".join(r.choice(alphabet) for _ in range(n))


def model(r):
    """A machine's type in capitals, small letters and digits."""
    return r.choice([
        f"ApeosC{r.randint(20, 70)}{r.choice(['70', '60', '30'])}d", f"iMC{r.randint(2000, 6000)}F", f"TASKalfa{r.randint(2000, 7000)}ci", f"bizhubC{r.randint(200, 600)}i", f"LaserJetM{r.randint(400, 600)}dn", f"DocuCentreVI-C{r.randint(2000, 7000)}", f"FortiGate{r.choice([40, 60, 80, 100])}F", f"UNIVERGEIX{r.randint(2000, 2999)}b",
        f"CatalystC9{r.randint(200, 500)}L", f"AT-x{r.randint(200, 900)}L-28GTX", f"ProLiantDL{r.choice([20, 360, 380])}Gen{r.randint(9, 11)}", f"iPadA{r.randint(2000, 2999)}", f"EOSKissX{r.randint(5, 10)}i", f"EB-L{r.randint(200, 700)}Uw", f"WLX{r.randint(200, 400)}Rev{r.randint(1, 4)}", f"SC-T{r.randint(1000, 9999)}Dm",
    ])


def serial(r):
    """A serial number as labels print it, some with small letters."""
    return r.choice([
        f"5CD{r.randint(1000, 9999)}{_letters(r, 2)}{r.randint(0, 9)}", f"PF{r.randint(1, 9)}{_letters(r, 4)}{r.randint(10, 99)}", f"{_letters(r, 3)}{r.randint(100000, 999999)}", f"SN{r.randint(10, 99)}{_letters(r, 2)}{r.randint(1000, 9999)}{_letters(r, 1, 'abcdefgh')}", f"Ja{r.randint(10, 99)}{_letters(r, 4)}{r.randint(100, 999)}", f"{r.randint(1, 9)}{_letters(r, 2)}{r.randint(100, 999)}{_letters(r, 2, 'bcdfghkm')}{r.randint(10, 99)}",
        f"R{r.randint(4, 8)}-{_letters(r, 2)}{r.randint(1000, 9999)}", f"FOC{r.randint(1000, 9999)}{_letters(r, 1)}{r.randint(0, 9)}{_letters(r, 2)}",
    ])


def asset(r):
    """An asset's number."""
    return r.choice([f"R{r.randint(2, 8)}-備{r.randint(100, 999)}", f"PC-{r.randint(1000, 9999)}", f"BH{r.randint(10000, 99999)}", f"Kk{r.randint(10, 99)}-{_letters(r, 2)}{r.randint(100, 999)}", f"{r.randint(100, 999)}-{r.randint(10, 99)}-{r.randint(1000, 9999)}", f"NoA{r.randint(1000, 9999)}c"])


def paper(r):
    """The number of a document, a form, a drawing or a manual."""
    return r.choice([f"SoM{r.randint(10, 99)}-{r.randint(100, 999)}", f"R{r.randint(4, 8)}_Joho_{_letters(r, 2)}{r.randint(10, 99)}a", f"Fm{r.randint(2020, 2026)}_{r.randint(10, 99)}_v{r.randint(1, 9)}", f"DWG_{r.randint(100, 999)}_RevB{r.randint(1, 9)}", f"TEBIKI-{r.randint(1, 9)}-{r.randint(10, 99)}", f"KK{r.randint(2020, 2026)}_Juki_v{r.randint(10, 29)}", f"H{r.randint(20, 31)}_Chiiki_Gis{r.randint(10, 99)}"])


def release(r):
    """A version, a build, an edition."""
    return r.choice([f"Ver{r.randint(1, 9)}R{r.randint(10, 29)}sp{r.randint(1, 3)}", f"V{r.randint(10, 19)}L{r.randint(10, 60)}a", f"Build{r.randint(20, 25)}H{r.randint(1, 2)}", f"R{r.randint(1, 9)}M{r.randint(1, 12):02}p{r.randint(1, 9)}", f"Rel{r.randint(10, 30)}Q{r.randint(1, 4)}", f"FW{r.randint(1, 9)}Rc{r.randint(10, 30)}"])


def plate(r):
    """A car's number, whole or the last part only."""
    return r.choice([f"架空 {r.choice([300, 400, 480, 500, 580, 800])} {r.choice('あいうえかきくけこさすせそ')} {r.randint(10, 99)}-{r.randint(10, 99)}", f"{r.randint(1000, 9999)}", f"{r.randint(10, 99)}-{r.randint(10, 99)}", f"{r.choice('あいうえかきくけこ')}{r.randint(1000, 9999)}"])


def cipher(r):
    """The name of a way to encrypt, to sign or to hash."""
    return r.choice(["AES-256-GCM", "ECDHE-RSA-AES128-GCM-SHA256", "WPA2-PSK", "ChaCha20-Poly1305", "RSA2048", "SHA256withRSA", "AES256CbcHmac", "Camellia128Cbc", "TLS1.3", "3DESede", "Ed25519", "Pbkdf2Sha512", "HMACSha384v2"])


def fault(r):
    """What a machine or a program shows when something goes wrong."""
    return r.choice([f"E{r.randint(1000, 9999)}", f"SC{r.randint(100, 999)}-{r.randint(10, 99)}", f"0x8007{r.randint(1000, 9999)}", f"ERR_{r.randint(100, 999)}_Auth{r.randint(10, 99)}", f"AX{r.randint(100, 999)}-T{r.randint(10, 99)}", f"KDBE{r.randint(10000, 99999)}", f"AADSTS{r.randint(50000, 59999)}", f"LOGIN-{r.randint(10, 99)}-{r.randint(100, 999)}"])


def thing(r):
    """Any of them."""
    return r.choice([model, serial, asset, paper, release, cipher, fault])(r)
