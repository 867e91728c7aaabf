"""What operators type while they listen: names as heard and misspelt, numbers in any form.

Made from a register file (the columns of members.py), knowing nothing of the search engine: the
rules of mishearing are this module's own. A caller says facts that fit at most FEW members.

    python -m benchmarks.callers REGISTER.csv SEED EACH
"""

import contextlib
import csv
import functools
import random
import re
import sys
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FEW = 5
"""So many members, at most, share the facts that a caller gives."""
COMMON = 500
"""No word is misheard as a name that one in so many members has."""
TRIES = 10_000
"""So many members are tried for a kind of query, and more where many are wanted."""

Member = tuple[str, ...]
Rules = list[tuple[re.Pattern[str], list[str]]]
Mishear = Callable[[str, "Call"], str]
Respell = Callable[[str], str]
Maker = Callable[["Call"], str]


def _rules(text: str) -> Rules:
    """Of 'pattern>said,said pattern>said': what may be heard for what."""
    pairs = (rule.rpartition(">") for rule in text.split())
    return [(re.compile(pattern), said.split(",")) for pattern, _, said in pairs]


SAME = _rules(r"ph>f ch>k th>t [hg]j>j dt>t ck>k [cq]>k w>v z>s [jy]>i h> (?<=[nl])d> (.)\1+>\1")
"""Spellings counted as one when finding the members that the facts fit."""
SOUND = _rules(r"""
ch>k ck>kk kk>ck ^k(?=[aolr])>c ^kr>chr c(?=[aoulrt])>k c(?=[eiy])>s,z qv>kv kv>qv x>ks ks>x ph>f ^f(?=il|r)>ph
th>t ^t(?=[oe])>th (?<=[aeiouyæøå])t$>th,tt,dt dt>t,tt w>v ^v>w (?<=[ds])v>w (?<=a)v$>f aa>å å>aa,o ø>oe,ö ö>ø
æ>ae,e e(?=r|th)>æ øi>øy øy>øi,øj ^hj>j ^gj>j ^j(?=[eoø][lr])>hj,gj ^kj>tj,ky,kji ^ki>kji skj>sj,sh,sch
sj>skj,sh sch>sj,skj ^sk(?=[iy])>sj,skj nd>nn,n nn(?=.)>nd ld>ll,l ll>ld z>s ts(?=e)>tz,ds ds(?=e)>ts,s
(?<=r)d(?=$|s)> tn>nn gt>kt bs>ps (?<!s)sen$>ssen,son ssen$>sen sson$>sen,son tvedt>tveit,tvet tveit>tvedt,tvett
gård>går,gard gaard>går ei>ai,eg,æi ai>ei eg(?=n)>ei hv>v,kv ^v(?=[ei])>hv (?<=[rou])g$>gh gh>g h(?=[rnl])>
(?<=o)n(?=s)>hn o(?=l[lmt]|r[gs]|ng|kk|pp)>å u(?=n[dgn]|kk|mm)>o i(?=n[gn]|tt)>y y>i ie$>i (?<=[rl])i$>ie
ja$>ia ia$>ja ^y(?=[aeou])>j (?<=[aeiouyæøå])([klmnprst])(?=[aeiouyæøå])>\1\1 ([bdfgklmnprst])\1>\1
""")
"""Norwegian spellings of the same sound, silent letters among them."""
BAD_LINE = _rules(r"""
b>p,v (?<!p)p(?![ph])>b pp>bb (?<!t)t(?![th])>d tt>dd (?<!d)d(?!d)>t (?<!g)g(?![gj])>k (?<!k)k(?![kj])>g m(?!m)>n
mm>nn (?<!n)n(?![ng])>m nn>mm (?<!f)f(?!f)>s,v ff>ss (?<!s)s(?=[aeiouyæøå])>f v>b,f e(?!$)>æ,i æ>e o>u u>o,y y>u,i
i(?=.)>e å>o ø>u,y
""")
"""Sounds that a telephone blurs."""
EARS = r"""
@(sk|ck)[ia]$|cz|sz|rz|[łńśźżąęó]|^nowak$|^maz|^duda|^paw|^sikora|^kubiak|^wilk$|^krupa$
szcz>stsj,sj ^krz>kr,ksj grz>gr,gsj cz>tsj,tj sz(?=t)>s sz>sj,sh rz>sj,rs ci(?=[aeou])>tsj,si wsk>fsk w>v ł>l,v ó>u
ń>nj,n ś>sj,s ż>sj,s ź>s ą(?=[bp])>om ą>on ę>en ck>tsk ch>k,h ie>je ia>ja y>i z>s jj>j
@ičius$|auskas$|ien[ėe]$|[šžčėū]|aitis$|^(butkus|urbonas|rimkus|norkus|budrys|pocius)$
ž>sj,s š>sj,s č>tsj,tj ius$>jus au>av,ao ien[ėe]$>jene ė>e,i ū>u,o ick>itsk y>i ai>ei z>s jj>j
@[ışçğ]|^(öz|ayd|dem)|^(kaya|arslan|kara|polat|korkmaz|bulut|güler|kaplan)$
ş>sj,s ç>tsj,tj ğ>,g ö>ø ü>y,u ^y>j (?<=.)y>j,i z>s c>dj
@escu$|eanu$|[țșă]|^(cojocaru|dumitru|florea|ciobanu|stoica|constantin|nistor|munteanu)$
escu>esku,esko ș>sj ț>ts,s ghe>ge,gje ci(?=[ao])>tsj ce>tsje c>k iu>ju oa>ua ea>ia,eia x>ks
@^(nguyen|tran|pham|huynh|phan|dang|duong|dinh|truong|hoang|le|vu|vo|bui|do|ho|ngo|ly|lam|ta)$
nguyen>nujen,nguen,nyen ph>f kh>k qu>kv th>t tr>tj,t uynh>uin uong>uång,ong [yi]nh>inn,in nh>nn,n uy>ui,y oa>ua
ie>je ^ng>n c$>k
@^(al-|abd|ahm|akh|asl|bash|bha|ch[ao]|faro|hassan|huss|ibra|iqb|jav|kh|mah|malik|meh|m[ou]ha|mug|omar|osm|q(?!v)|raf|sae|yo?u)
h(?=m[ae])>k,ch kh>k gh>g sh>sj,s ch>tsj,sj q>k ou>u oo>u,o ee>i dh>d th>t ^y>j z>s w>v aa>a uu>u ai>ei,aj ay>ai
ah$>a ^j>dj mm>m ss>s au>av,ao (?<=[aeiou])y(?=[aeiou])>j ei>ai ^o>å
@^(reyes|cruz|garcia|mendoza|flores|gonzales|villanueva|castillo|aquino|salazar|srisuk|saetang|boonmee|thongchai|suwan|wongsa)$
^j(?=[ou])>h ch>tsj,sj ph>p,f c(?=[eiy])>s c>k qu>k ll>l,lj ee>i oo>u ae>e,ai th>t w>v z>s y>j,i
@sson$|[öä]|qvist$
sson$>sen,son ö>ø,o ä>æ,e qv>kv w>v x>ks ch>k
"""
"""Last names of some languages, and what a Norwegian writes down for the sounds of each."""
EAR = [(re.compile(sign), _rules(rules)) for sign, _, rules in (ear.partition("\n") for ear in EARS.split("\n@")[1:])]

KEYBOARD = (("qwertyuiopå", 0.0), ("asdfghjkløæ", 0.3), ("zxcvbnm", 0.8))
SPOTS = {k: (x + at, y) for y, (row, at) in enumerate(KEYBOARD) for x, k in enumerate(row)}
NEAR = {
    key: [k for k, (x, y) in SPOTS.items() if k != key and abs(x - a) <= 1 and abs(y - b) <= 1]
    for key, (a, b) in SPOTS.items()
}
FIELDS = {
    "number": "member_no",
    "first": "first_name",
    "middle": "middle_name",
    "last": "last_name",
    "born": "birth_date",
    "mail": "email",
    "street": "street",
    "post": "postcode",
    "place": "place",
    "work": "employer",
    "phone": "phone",
    "phone2": "phone2",
}
KINDS = {
    "first": "name",
    "middle": "name",
    "last": "name",
    "half-first": "name",
    "half-last": "name",
    "place": "about",
    "work": "about",
    "street": "about",
    "year": "digits",
    "post": "digits",
    "end": "digits",
    "phone": "digits",
    "date": "born",
    "day": "born",
    "mail": "mail",
}
"""As which kind of fact a field is counted; the others give none."""
MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)
DATE = (
    "{0:%d.%m.%Y}|{0:%d%m%y}|{0:%d%m%Y}|{0:%Y-%m-%d}|{0.day}.{0.month}.{0.year}|{0:%d.%m.%y}"
    "|{0:%d %m %Y}|{0:%d%m %Y}|{0.day}/{0.month}-{0:%y}|{0.day}/{0.month} {0.year}"
)
DAY = (
    "{0.day}. {1} {0.year}|{0.day} {1} {0.year}|{0.day} {1:.3} {0.year}|{0.day}. {1:.3}. {0.year}"
    "|{0.day}. {1} {0:%y}|{0.day}{1:.3} {0.year}"
)
PHONE = (
    "xxxxxxxx|xx xx xx xx|xxx xx xxx|xxxx xxxx|+47 xxx xx xxx|+47xxxxxxxx|+47 xx xx xx xx"
    "|47 xxxxxxxx|0047 xxxxxxxx|0047xxxxxxxx|xxx-xx-xxx|xx-xx-xx-xx|(+47) xxx xx xxx"
    "|(xxx) xx xxx|xx.xx.xx.xx|x xx xxx xx|xxxxx xxx|xxx xxxxx|xx xx  xxxx"
)
NUMBER = "xxxxxxx|x xxx xxx|xxxx xxx|xx xx xxx|#xxxxxxx|nr xxxxxxx|nr. x xxx xxx|# xxx xxxx"
SPLIT = [*[(" ", "")] * 3, *((rf"([^\W\d]{{{n}}})([^\W\d]{{3,}})(?= \d)", r"\1 \2") for n in (3, 4, 5))]
NOISE = [
    (" ", "  "),
    (" ", ","),
    (" ", "."),
    (" ", "/"),
    ("^", "fru "),
    ("^", "hr. "),
    ("$", "?"),
    (r"(\d{4})", r"(\1)"),
    (r" (?=\d{4})", " f. "),
    (r" (?=\d{4})", " født "),
    (r" (?=\d{4})", ", f. "),
    (r" (?=\d{4})", " - "),
    (".+", r"'\g<0>'"),
]


def keyed(text: str) -> str:
    """Only what a Norwegian keyboard has: ł or ė is not typed during a call."""
    marks = (c if c in "æøåäöüÆØÅÄÖÜ" else unicodedata.normalize("NFD", c)[0] for c in text)
    bare = "".join(c for c in marks if not unicodedata.combining(c))
    return bare.translate(str.maketrans("łŁıđĐ", "lLidD"))


@functools.cache
def _folded(word: str) -> str:
    word = word.translate(str.maketrans("æøåäöü", "eoaeou"))
    for pattern, (same,) in SAME:
        word = pattern.sub(same, word)
    return word


def words(text: str) -> list[str]:
    """The words of `text`, spellings that sound the same as one."""
    return [_folded(word) for word in re.findall(r"\w+", keyed(text).lower())]


def read(register: Path) -> Iterator[Member]:
    """The rows, in the order of FIELDS, phones as digits; texts that come again are kept once."""
    once: dict[str, str] = {}
    with register.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for phone in ("phone", "phone2"):
                digits = re.sub(r"\D", "", row[phone])
                row[phone] = re.sub(r"^(00)?47(?=\d{8}$)", "", digits)
            yield tuple(once.setdefault(row[name], row[name]) for name in FIELDS.values())


def facts(member: Member) -> set[str]:
    """What a caller may give about a member, the kind of fact before each."""
    _, first, middle, last, born, mail, street, post, place, work, *phones = member
    names = words(f"{first} {middle} {last}")
    return {
        f"born {born}",
        f"digits {born[:4]}",
        f"digits {post}",
        f"mail {mail.partition('@')[0]}",
        *(f"digits {phone[-n:]}" for phone in phones for n in (4, 5, 6)),
        *(f"about {word}" for word in words(f"{place} {work} {street}")),
        *(f"name {name}" for name in names),
        *(f"start {name[:n]}" for name in names for n in range(2, 7)),
    }


class Book:
    """The register, and how many members any facts fit."""

    def __init__(self, register: Path) -> None:
        self.members = list(read(register))
        self.spelt: Counter[str] = Counter()
        self.fitting: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for at, member in enumerate(self.members):
            self.spelt.update(re.findall(r"\w+", keyed(" ".join(member[1:4])).lower()))
            for fact in facts(member):
                self.fitting[fact].append(at)

    def count(self, told: list[str]) -> int:
        pools = sorted((self.fitting.get(fact, array("I")) for fact in told), key=len)
        return len(set(pools[0]).intersection(*pools[1:])) if pools else 1


class UnfitError(Exception):
    """Such a query cannot be made of this member."""


@dataclass(frozen=True)
class Call:
    """A member on the line."""

    book: Book
    member: Member
    chance: random.Random

    def __getitem__(self, field: str) -> str:
        return self.pick([value] if (value := self.member[list(FIELDS).index(field)]) else [])

    def pick(self, choices: Sequence[str]) -> str:
        if not choices:
            raise UnfitError
        return self.chance.choice(choices)

    def figures(self, forms: str, digits: str) -> str:
        """Digits in one of the forms, in the place of its x."""
        fitting = [form for form in forms.split("|") if form.count("x") == len(digits)]
        left = iter(digits)
        return re.sub("x", lambda _: next(left), self.pick(fitting))

    def phone(self) -> str:
        return self.pick([phone for phone in self.member[-2:] if len(phone) == 8])

    def day(self, forms: str, *off: int) -> str:
        day = date.fromisoformat(self["born"]) + timedelta(self.chance.choice(off))
        return self.pick(forms.split("|")).format(day, MONTHS[day.month - 1])

    def year_off(self) -> str:
        """One more or less, or the last digits changed about."""
        year = self["born"][:4]
        years = {str(int(year) + 1), str(int(year) - 1), year[:2] + year[:1:-1]}
        return self.pick(sorted(years - {year}))

    def phone_off(self) -> str:
        """One pair spoken as 'to og førti' and typed 24."""
        phone = self.phone()
        turned = {re.sub(f"^({'..' * n})(.)(.)", r"\1\3\2", phone) for n in range(4)}
        return self.figures(PHONE, self.pick(sorted(turned - {phone})))

    def half(self, field: str) -> str:
        name = self[field]
        return self.pick([half for half in re.split("[ -]", name) if 2 < len(half) < len(name)])

    def employer(self) -> str:
        """Without the form of the company, and often by the first word only."""
        name = re.sub(r" (AS|HF)$", "", self["work"])
        return self.pick([name, *re.findall(r"^\S{4,}(?= )", name)])

    def formerly(self, field: str) -> str:
        """The place or the employer of another member."""
        other = Call(self.book, self.chance.choice(self.book.members), self.chance)[field]
        return self.pick([other] if other != self[field] else [])

    def misheard(self, text: str, how: Mishear, letters: range) -> str:
        """`text` with one word of so many letters misheard, and not as a common name."""
        for _ in range(8):
            word = self.pick([word for word in re.split("[ -]", text) if len(word) in letters])
            said = keyed(how(word.lower(), self))
            common = self.book.spelt[said] * COMMON > len(self.book.members)
            if said != keyed(word).lower() and len(said) > 2 and not common:
                return text.replace(word, said.capitalize(), 1)
        raise UnfitError

    def told(self, kind: str, text: str) -> list[str]:
        if kind in ("name", "start", "about"):
            return [f"{kind} {word}" for word in words(text)]
        digits, local = re.sub(r"\D", "", text)[-6:], text.partition("@")[0]
        value = {"born": self["born"], "digits": digits, "mail": local}.get(kind)
        return [f"{kind} {value}"] if value else []

    def part(self, ask: str, how: Mishear) -> tuple[str, list[str], list[str]]:
        """What is typed for a field, its true facts, and the facts as typed. 'last!' is misheard, 'last~' too though it
        is short, and 'last*' is not typed to its end."""
        field = ask.rstrip("!~*")
        kind = KINDS.get(field, "")
        true = said = SAID[field](self) if field in SAID else self[field]
        if ask[-1] == "~" or "!" in ask:
            said = self.misheard(true, how, range(3, 5) if ask[-1] == "~" else range(4, 40))
        if ask[-1] == "*":
            whole, size = re.split("[ -]", true)[0], self.chance.randint(3, 5) + ("!" in ask)
            kind, true, said = "start", whole[:size], re.split("[ -]", said)[0][:size]
            if len(whole) <= size or ("!" in ask and said == true):
                raise UnfitError
        return said, self.told(kind, true), self.told(kind, said)

    def give(self, asks: list[str], how: Mishear, spares: str) -> list[str]:
        """What is typed, with as much more as singles the member out."""
        parts = [self.part(ask, how) for ask in asks]
        left = [spare for spare in spares.split() if spare not in asks]
        self.chance.shuffle(left)
        while True:
            true, typed = ([fact for part in parts for fact in part[n]] for n in (1, 2))
            if 1 <= self.book.count(true) <= FEW and self.book.count(typed) <= FEW:
                return [part[0] for part in parts]
            if not left:
                raise UnfitError
            parts.append(self.part(left.pop(), how))


SAID: dict[str, Callable[[Call], str]] = {
    "year": lambda c: c["born"][:4],
    "date": lambda c: c.day(DATE, 0),
    "day": lambda c: c.day(DAY, 0),
    "phone": lambda c: c.figures(PHONE, c.phone()),
    "end": lambda c: c.phone()[-c.chance.randint(4, 6) :],
    "number": lambda c: c.figures(NUMBER, c["number"]),
    "mail": lambda c: c.pick([c["mail"], c["mail"].partition("@")[0]]),
    "street": lambda c: c.pick([c["street"], c["street"].rpartition(" ")[0]]),
    "work": Call.employer,
    "half-first": lambda c: c.half("first"),
    "half-last": lambda c: c.half("last"),
    "initial": lambda c: c["first"][:1] + c.pick(["", "."]),
    "year-off": Call.year_off,
    "date-off": lambda c: c.day(DATE, -365, -10, -1, 1, 10, 365),
    "phone-off": Call.phone_off,
    "old-work": lambda c: c.formerly("work"),
    "old-place": lambda c: c.formerly("place"),
}
"""What is typed for the fields that are not typed as in the register."""


def by(rules: Rules, word: str, call: Call) -> str:
    """Misheard by one of the rules, in one spot."""
    fitting = [rule for rule in rules if rule[0].search(word)]
    if not fitting:
        return word
    pattern, said = call.chance.choice(fitting)
    spot = call.chance.choice(list(pattern.finditer(word)))
    return word[: spot.start()] + spot.expand(call.pick(said)) + word[spot.end() :]


sound, blurred = (functools.partial(by, rules) for rules in (SOUND, BAD_LINE))


def slip(word: str, call: Call) -> str:
    """One slip of the fingers, seldom at the first letter."""
    at = 0 if call.chance.random() < 0.08 else call.chance.randrange(1, len(word))
    before, key, after = word[:at], word[at], word[at + 1 :]
    near = call.pick(NEAR.get(key, [key]))
    if after and call.chance.random() < 0.2:
        return before + after[0] + key + after[1:]
    return before + call.pick([near, key + key, "", key + near]) + after


def sound_and_slip(word: str, call: Call) -> str:
    """Written by ear, and a slip on top of it; the word itself if too short, or if one is unseen."""
    heard = sound(word, call)
    slipped = slip(heard, call)
    return word if len(word) < 6 or heard == word or slipped == heard else slipped


def _ear(call: Call) -> Rules:
    return next((rules for sign, rules in EAR if sign.search(call["last"].lower())), [])


def foreign(word: str, call: Call) -> str:
    return by(_ear(call), word, call)


def by_ear(word: str, call: Call) -> str:
    """The whole of a foreign word, spelt by its sound only."""
    for pattern, said in _ear(call):
        word = pattern.sub(call.pick(said), word)
    return word


def swap(*pairs: tuple[str, str], times: int = 0) -> list[Respell]:
    """Ways to write a whole line otherwise, each by one pattern and what comes instead."""
    return [functools.partial(re.sub, old, new, count=times) for old, new in pairs]


def bare(letters: str) -> Respell:
    """For æ, ø, å, ä, ö what is typed instead, in words of four letters or more."""
    pairs = list(zip("æøåäö", letters.split(), strict=True))
    table = str.maketrans(dict(pairs) | {a.upper(): b.capitalize() for a, b in pairs})
    return lambda line: re.sub(r"\w{4,}", lambda word: word[0].translate(table), line)


def says(
    *asks: str, how: Sequence[Mishear] = (slip,), then: Sequence[Respell] = (), spares: str = "year post place"
) -> Maker:
    """One of the `asks`, as fields in `Call.part`, misheard in one of the ways, then respelt."""

    def maker(call: Call) -> str:
        parts = call.give(call.pick(asks).split(), call.chance.choice(how), spares)
        if not then and call.chance.random() < 0.15:
            call.chance.shuffle(parts)
        text = " ".join(parts)
        text = text if call.chance.random() < 0.15 else text.lower()
        said = call.chance.choice(then)(text) if then else text
        if then and said == text:
            raise UnfitError
        return keyed(said)

    return maker


STANDARD: dict[str, Maker] = {
    "full name": says("first last"),  # all that most callers give
    "last name first": says("last first", then=swap((" ", ", "), (" ", ","), ("$", " "), times=1)),
    "beginnings": says("first* last* year", "first* last* post"),  # no more than is needed
    "name and year": says("first last year"),
    "last name and date": says("last date", spares="first"),  # a date in figures in any form
    "date in words": says("last day", spares="first"),  # «3. mai 1981», «3 feb 1981»
    "phone": says("phone"),  # grouped, with country code, brackets, stray spaces
    "end of phone": says("end", spares="last first"),  # four to six digits
    "member number": says("number"),  # grouped, with # or «nr»
    "e-mail": says("mail"),  # all of it, or the part before the @
    "name and employer": says("first last work"),
    "name and place": says("first last place"),
    "name and street": says("last street", "first last street"),  # perhaps with the number
    # A key beside, a letter doubled, left out, changed about or one too many.
    "slip in first name": says("first! last year", "first! last place", "first! last post"),
    "slip in last name": says("first last! year", "first last! place", "first last! post"),
    # Spelt otherwise than in the register, and sounding the same.
    "first name by sound": says("first! last year", "first! last place", how=[sound]),
    "last name by sound": says("first last! year", "first last! place", how=[sound]),
    "place misspelt": says("first last place!", "first last work!", how=[slip, sound]),
    "no diacritics": says("first last", then=[bare("ae o a a o"), bare("ae oe aa ae oe")]),
    # One foreign sound in one name, as a Norwegian writes it.
    "foreign name": says("first! last year", "first last! year", how=[foreign]),
    "middle and last": says("middle last year"),  # the register has a first name too
    "no hyphen": says("first last", then=swap(("-", " "), ("-", ""))),  # as two words or one
    # Jan Erik who says Erik, Berg-Hansen who says Hansen.
    "half of a double name": says("half-first last", "first half-last"),
    "odd capitals": says("first last year", then=[str.upper, lambda line: line.title().swapcase()]),
    "noise": says("first last year", then=swap(*NOISE)),  # titles, commas, brackets, «født»
}
HARD: dict[str, Maker] = {
    "two slips": says("first! last! year"),  # one in each name
    "sound and slip": says("first last! year", how=[sound_and_slip]),  # both in the last name
    "bad line": says("first! last! year", "first! last! place", how=[blurred]),
    # A year off by one or with digits changed about, and a slip.
    "wrong year": says("first last! year-off", "first! last year-off", spares="post place"),
    # A day, ten days or a year off, and the last name by sound.
    "wrong date": says("first last! date-off", how=[sound], spares="post place"),
    "wrong phone": says("first last phone-off"),  # two digits of a pair changed about
    "old employer": says("first last old-work year", spares="post"),  # the register knows better
    "old place": says("first last! old-place year", how=[sound], spares="post"),  # moved away
    # Words run together, or one in two.
    "joined or split": says("first last year", then=swap(*SPLIT, times=1)),
    "initial": says("initial last! year", how=[sound, blurred]),  # and the last name misheard
    "short name": says("first last~ year", "first~ last year"),  # a slip in 3 or 4 letters
    # Each word misheard and not typed to its end.
    "unfinished": says("first!* last!* year", how=[sound, blurred, slip]),
    "foreign by ear": says("first! last! year", how=[by_ear]),  # both names, every sound
}


@dataclass(frozen=True, repr=False)
class Asked:
    """What is typed, and the number of the member that is meant."""

    kind: str
    text: str
    number: str

    @property
    def hard(self) -> bool:
        return self.kind in HARD


def asked(register: Path, seed: int, each: int) -> list[Asked]:
    """`each` of every kind, all of different members; the same for the same seed."""
    book = Book(register)
    made: dict[str, Asked] = {}
    for nth, (kind, maker) in enumerate((STANDARD | HARD).items(), 1):
        chance = random.Random(f"{seed} {kind}")
        for _ in range(TRIES + TRIES // 50 * each):
            if len(made) == nth * each:
                break
            member = chance.choice(book.members)
            if member[0] not in made:
                with contextlib.suppress(UnfitError):
                    made[member[0]] = Asked(kind, maker(Call(book, member, chance)), member[0])
        if len(made) < nth * each:
            raise RuntimeError(f"too few members for {each} queries of {kind!r}")
    return list(made.values())


if __name__ == "__main__":
    for one in asked(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])):
        print(one.kind, one.text, one.number, sep="\t")
