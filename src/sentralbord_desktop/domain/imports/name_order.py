"""The order of the names in a column, and names in capitals: both are found from all its cells. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from functools import cache
from itertools import islice

from sentralbord_desktop.domain.imports.cells import SAYS_NOTHING, Read, split_last_first, split_name, tidy
from sentralbord_desktop.domain.imports.columns import Columns
from sentralbord_desktop.domain.privacy.birth_number import has_birth_number
from sentralbord_desktop.domain.text.folding import plain

Rows = Sequence[Sequence[str]]
WHOLE_NAME, LAST_FIRST = "name", "last_first"
NAME_FIELDS = ("first_name", "middle_name", "last_name", WHOLE_NAME, LAST_FIRST)

# ---------------------------------------------------------------- is the last name first?

SAMPLED = 2000
MOST, FEWEST = 0.8, 0.05
"""Which share of the names that tell must tell the same, and which share of all names must tell."""


class Order(Enum):
    """How the names of a column are written."""

    FIRST_NAME_FIRST = auto()
    LAST_NAME_FIRST = auto()
    UNKNOWN = auto()


def name_order(rows: Rows, place: int) -> Order | None:
    """The order in a column of whole names, by the first names that are known; None where it does not matter: a name
    with a comma, or of one word, is read in one way."""
    several = first = last = 0
    for row in islice(rows, SAMPLED):
        words = row[place].split() if place < len(row) else []
        if len(words) > 1 and "," not in row[place]:
            begins, ends = _is_first_name(words[0]), _is_first_name(words[-1])
            several += 1
            first += begins and not ends
            last += ends and not begins
    if not several:
        return None
    if first >= MOST * (first + last) and first >= FEWEST * several:
        return Order.FIRST_NAME_FIRST
    enough = last >= MOST * (first + last) and last >= FEWEST * several
    return Order.LAST_NAME_FIRST if enough else Order.UNKNOWN


@cache
def _known() -> frozenset[str]:
    return frozenset(map(plain, FIRST_NAMES.split()))


def _is_first_name(word: str) -> bool:
    return any(plain(part) in _known() for part in word.split("-"))


# ---------------------------------------------------------------- names in capitals

MIN_NAMES = 3
WORD = re.compile(r"[^\W\d_]+")
MC = re.compile(r"Mc(?=[a-zæøå]{3})([a-zæøå])")
PARTICLES = re.compile(r"\b(?:Van De[nr]?|Von(?: De[mnr])?|De L[ao]s?|Af|Av|Zu|Dos|Del|Della)(?= )")
"""Those that are no first name: «Van» alone is one."""


def are_capitals(rows: Rows, place: int) -> bool:
    """Whether every name of a column is in capitals, and there are enough to tell."""
    if not "".join(row[place] for row in rows[:SAMPLED] if place < len(row)).isupper():
        return False  # by far the most common
    cells = [row[place] for row in rows if place < len(row)]
    return sum(len(cell) > 1 for cell in cells) >= MIN_NAMES and "".join(cells).isupper()


def ordinary(text: str) -> str:
    """«ØDEGÅRD-LIE» -> «Ødegård-Lie», «MCCLOUD» -> «McCloud», «VAN DER BERG» -> «van der Berg»."""
    text = WORD.sub(lambda word: word[0].capitalize(), text)
    text = MC.sub(lambda letter: f"Mc{letter[1].upper()}", text)
    return PARTICLES.sub(lambda word: word[0].lower(), text)


def name_reader(read: Read, rows: Rows, place: int) -> Read:
    """`read`, with ordinary letters where the whole column is in capitals."""
    return (lambda text: read(ordinary(text))) if are_capitals(rows, place) else read


# ---------------------------------------------------------------- in words

EXAMPLES = 3


def name_lines(headings: Sequence[str], rows: Rows, columns: Columns) -> Iterator[str]:
    """«Navn leses som etternavn først: HANSEN OLA → Ola Hansen, …», and names in capitals."""
    for place, heading in enumerate(headings):
        field = columns.get(heading)
        if field in NAME_FIELDS and (shown := name_examples(rows, place, field or "")):
            how = "leses som etternavn først" if field == LAST_FIRST else "står med store bokstaver, og leses slik"
            yield f"{heading} {how}: {shown}."


def name_examples(rows: Rows, place: int, field: str) -> str:
    """«HANSEN OLA → Ola Hansen, BERG KARI → Kari Berg»; «» where the names are read as they are."""
    is_upper = are_capitals(rows, place)
    if not is_upper and field != LAST_FIRST:
        return ""
    read: Callable[[str], str] = ordinary if is_upper else str
    split = {WHOLE_NAME: split_name, LAST_FIRST: split_last_first}.get(field)
    cells = dict.fromkeys(tidy(row[place]) for row in islice(rows, SAMPLED) if place < len(row))
    some = (
        cell
        for cell in cells
        if cell not in SAYS_NOTHING and not has_birth_number(cell) and ("," not in cell or is_upper)
    )
    pairs = [
        (cell, " ".join(filter(None, split(read(cell)))) if split else read(cell)) for cell in islice(some, EXAMPLES)
    ]
    return ", ".join(f"{cell} → {name}" for cell, name in pairs)


FIRST_NAMES = """
Aage Aagot Aamir Aase Aashild Aasmund Abbas Abdi Abdirahman Abdulkadir Abdullah Abdullahi Abebe Abel Adam Adnan Adrian
Åge Agim Agnes Agnieszka Ågot Ahmad Ahmed Ahmet Aisha Åke Aksel Albert Aleksander Aleksandra Aleksei Alexander
Alexandru Alf Alfhild Alfred Algirdas Ali Alida Alina Alise Alma Alva Amal Amalie Amanda Amanuel Amela Amina Amir
Amjad Amund Ana Analyn Anca Anders Andrea Andreas Andreea Andrei Andrii Andrius Andrzej Ane Anette Angelika Anh Anita
Anja Ann Anna Annbjørg Anne Annette Annika Anniken Antanas Anton Antonio Arben Arild Arna Arne Arnel Arnfinn Arnhild
Arnstein Arshad Arthur Artur Arūnas Arvid Åsa Asbjørg Asbjørn Åse Asha Åshild Ashley Asif Åslaug Asle Asma Åsmund Åsne
Asta Astri Astrid Atle Aud Audronė Audun August Aurora Aušra Axel Ayan Ayanle Ayesha Ayşe Azad Azeb Baard Barbara Bård
Bartosz Bashir Bassam Beata Beate Bendik Benedikte Bengt Benjamin Bent Bente Bergliot Bergljot Berit Bernhard Bernt
Besim Bich Bilal Birger Birgit Birgith Birgitta Birgitte Birk Birthe Bjarne Bjørg Bjørghild Bjørn Bjørnar Bodil Bogdan
Børge Borghild Borgny Bożena Brage Brit Britt Burak Bushra Camilla Carina Carl Carlo Carlos Carmen Caroline Carsten
Casper Cătălin Cathrine Cato Catrine Cecilia Cecilie Celine Cem Charlotte Christen Christer Christian Christin
Christina Christine Christoffer Christopher Claire Clara Claus Constantin Cristian Cristina Cuong Dag Dagfinn Dagny
Daiva Dalia Damian Daniel Daniela Danuta Darius Dariusz David Dawid Deepa Deqa Derya Dieter Dina Dler Dmitri Dmytro
Donatas Dorota Dorthe Dorthea Dragan Duc Dumitru Dung Ebba Ebru Edel Edin Edita Edith Eduardo Edvard Edvin Edvinas
Edyta Egidijus Egil Eglė Eilert Eilif Einar Eirik Eirin Eivind Eldbjørg Eldrid Elen Elena Elfrid Eli Elias Elida Elif
Elin Eline Elinor Elira Elisabet Elisabeth Elise Ella Ellen Elling Elna Elsa Else Elsebeth Elżbieta Embla Emil Emilie
Emily Emina Emine Emma Emre Endre Erik Erika Erland Erle Erlend Erling Erna Ernst Eskil Eskild Espen Ester Esther Eva
Evelyn Even Ewa Fabian Faduma Fadumo Faisal Fanny Farah Farid Fartun Fatemeh Fatima Fatma Fatmir Ferdinand Filip Filiz
Filmon Filsan Finn Firas Fiyori Florentina Florin Francesca Frank Fredrik Fredrikke Frida Fritz Frode Frøydis Gabriel
Gabriela Gard Gaute Geir Geirmund Georg George Georgeta Gerd Gerda Gerhard Gheorghe Gina Gintaras Gintarė Gisle Giulia
Gjertrud Glenn Gøran Grace Grażyna Grete Grethe Gro Gry Grzegorz Gudmund Gudrun Gül Guled Gülsüm Gun Gunda Gunhild
Gunlaug Gunn Gunnar Gunnhild Gunvor Guro Gustav Guttorm Gyda Haakon Hai Haidar Håkan Håkon Hala Haldis Halil Halimo
Halina Hallgeir Hallvard Halvard Halvdan Halvor Hamid Hamza Hanan Hanh Hanife Hanna Hannah Hanne Hans Harald Haris
Harry Hasan Hassan Hatice Håvard Hawa Hedda Hedvig Hege Heidi Helen Helena Helene Helga Helge Helle Henning Henriette
Henrik Henry Herborg Herdis Herman Hermod Hibo Hien Hilda Hilde Hiwot Hjalmar Hjørdis Hoa Hoang Hodan Hogne Huda Hugo
Hui Hung Huong Hüseyin Hussain Hussein Huy Iben Ibrahim Ida Idar Idil Ifrah Iman Imran Ine Inga Ingar Inge Ingeborg
Ingebrigt Inger Ingjerd Ingolf Ingrid Ingrida Ingunn Ingvar Ingvild Ioana Ion Ionuț Iqbal Iren Irene Irfan Irina Iris
Irmelin Iryna Isaac Isabel Isabella Isak Iselin Ismail Ivan Ivana Ivar Iver Iwona Izabela Jacob Jakob Jakub Jama Jamal
James Jan Janette Janne Jannicke Jannike Jarl Jarle Jarosław Javed Jean Jeanette Jeanne Jelena Jennifer Jenny Jens
Jerzy Jesper Jessica Jing Jo Joachim Joakim Joanna Joar Jocelyn Joel Jofrid Johan Johanna Johanne Johannes John Johnny
Jolanta Jon Jonas Jonatan Jonathan Jonna Jonny Jøran Jorge Jørgen Jorid Jørn Jorun Jorunn Jose Josefine Jostein Jovana
Józef Juan Judith Julia Julian Julie Jun Juni Juozas Jūratė Jürgen Jurgita Justyna Kaare Kadir Kai Kaia Kaj Kaja Kamil
Kamilla Kanya Kåre Kareem Karen Kari Karianne Karim Karin Karina Karine Karl Karolina Karoline Karstein Karsten Kashif
Kasper Katarina Katarzyna Kateryna Kathrine Katinka Kato Katrine Kausar Kebede Kemal Kenneth Kent Kerstin Kęstutis
Ketil Ketill Kevin Khadar Khadija Khaled Khalid Khanh Kim Kine Kinga Kirsten Kirsti Kjell Kjellaug Kjellfrid Kjellrun
Kjersti Kjetil Klara Klaus Knut Kolbjørn Kristen Krister Kristi Kristian Kristin Kristina Kristine Kristoffer Krystyna
Krzysztof Kumar Kurt Laila Laima Lan Lars Lasse Laura Layla Lea Leah Leander Leif Leila Lejla Lena Lene Leszek Levi
Leyla Liam Liban Lill Lillian Lilly Lina Linas Linda Line Linh Linn Linnea Lisa Lise Liss Liv Live Loan Loredana
Lorents Lorna Louise Lovise Luca Lucas Lucia Ludvig Ludvik Luis Lukas Luna Lykke Maciej Mads Magdalena Magna Magnar
Magne Magnhild Magnus Magny Małgorzata Mahad Mahdi Mahmoud Mai Maia Maja Majid Maks Malee Malene Målfrid Malin Marcin
Marco Marcus Marek Maren Margaret Margareta Margareth Margaretha Margit Margrete Margrethe Mari Maria Mariam Mariann
Marianne Maricel Marie Mariell Mariia Marion Marit Marites Marius Mariusz Mark Markus Märta Marte Martha Marthe Martin
Martine Martynas Mary Maryam Maryan Marzena Mateusz Mathea Mathias Mathilde Matias Matilde Mats Mattias Max May Mehari
Mehdi Mehmet Merete Merethe Merhawi Meryem Mette Mia Michał Michael Mie Miguel Mihaela Mihai Mikael Mikal Mikkel Milan
Milica Mille Mina Mindaugas Ming Minh Mirosław Mirza Mohamed Mohammad Mohammed Mohamud Mona Monica Monika Morten
Muhammad Mulu Murat Mustafa Nabil Nadeem Nadia Najma Nam Narve Nasra Nasreen Nasrin Natalia Nathalie Naveed Nelly
Nenad Nerijus Neringa Nga Ngoc Nicolai Niklas Nikolai Nikolas Nils Nimal Nimco Nina Ninni Njål Noah Noel Nongluk Noor
Nora Norah Noralf Noreen Normann Norunn Nour Nuur Oana Oda Odd Oddbjørg Oddbjørn Oddgeir Oddmund Oddny Oddvar Oddveig
Odin Øistein Øivind Oksana Ola Olaf Olai Olaug Olaus Olav Ole Olea Oleksandr Olena Olga Olina Oliver Oluf Omar Ørjan
Orvar Oscar Oskar Osman Ottar Otto Ove Øydis Øystein Øyunn Øyvin Øyvind Özgür Özlem Paal Pål Palle Paolo Parisa Patrik
Paul Paulina Paulius Paweł Peder Pedro Per Pernille Peter Petra Petras Petter Philip Philippe Phuc Phuong Pierre Piotr
Pranee Priya Przemysław Quang Rabia Radosław Radu Rafał Ragna Ragnar Ragne Ragnhild Ragnvald Rahel Raj Rakel Ralf
Raluca Ramazan Rami Ramon Ramona Rana Randi Rania Ranja Rannveig Ranveig Rasa Rasmus Ratana Ravi Raymond Răzvan
Rebecca Rebekka Rebwar Regine Reidar Reidun Reier Reinert Renata Renate Reza Ričardas Richard Rigmor Rikard Rikke
Rimantas Rino Rita Rizwan Roald Roar Robel Robert Roberto Robin Rodel Roger Rolandas Rolf Rolv Ronja Rønnaug Ronny
Rosa Rosalie Rose Rowena Roxana Roy Ruba Ruben Rukhsana Runa Rune Rut Rūta Ruth Saba Sabine Sadia Safia Sagal Sahra
Said Saima Sajid Sakarias Sakariye Salah Samina Samir Samira Samra Samuel Sana Sander Sandra Sanjay Saqib Sara Sarah
Sardar Šarūnas Saulius Sławomir Sebastian Selam Selina Seline Selma Semhar Senad Senait Sergei Serhii Şerife Serina
Serkan Sevgi Shabana Shahid Shazia Shirin Shler Shpresa Sidsel Sigbjørn Sigfred Sigmund Signe Signy Sigrid Sigurd
Sigve Silje Simen Simon Simona Sina Sindre Siri Siriporn Sissel Siv Siva Sivert Snorre Sofia Sofie Solbjørg Solfrid
Solvår Sølve Sølvei Solveig Sølvi Somchai Somjai Sondre Songül Sonja Sophie Sören Sorin Ståle Stefan Ștefania Steffen
Stein Steinar Stella Steven Stian Stig Stina Stine Størker Sturla Sultan Sunee Sunniva Supaporn Suresh Susan Susanna
Susanne Suzan Svanhild Svein Svend Svenn Sverre Svetlana Svitlana Sylvi Sylwia Synne Synneva Synnøve Szymon Tadeusz
Tahira Tallak Tarald Tarek Tariq Tarjei Tatiana Tea Teodor Teresa Terje Tesfay Tetiana Thanh Thao Thea Theo Theodor
Therese Thomas Thor Thora Thorbjørn Thorgeir Thorkild Thorleif Thorstein Thorvald Thove Thuva Thuy Tien Tilde Tilla
Tina Tine Tiril Tobias Tom Tomas Tomasz Tomine Tommy Tone Tonje Tor Tora Torbjørg Torbjørn Tord Tordis Tore Torgeir
Torgunn Torhild Toril Torill Torjus Torkil Torleif Tormod Torodd Torolf Tørris Torstein Torunn Torvald Tove Trang
Trine Trond Trude Truls Trung Trygve Trym Tsegay Tuan Turid Tuva Tuyet Tyra Ubah Łukasz Ulf Ulla Ulrik Ulrikke Umar
Umut Una Unn Unni Urszula Usman Uwe Uzma Valborg Valdas Valentina Valon Vasile Vebjørn Vegard Venke Vera Veronica
Veronika Vetle Vibeke Victor Victoria Vidar Vigdis Viggo Viktor Viktoria Viktoriia Vilde Vilhelm Vilja Viljar Vilma
Vinh Viola Violeta Viorel Vladimir Vlora Volkan Volodymyr Vytautas Wafaa Walid Walter Wanida Wanja Waqas Warsame Wei
Wenche Wera Weronika Wibeke Wiesław Wigdis Wilhelm William Willy Wioletta Wojciech Xin Yan Yasemin Yasmin Yen Yılmaz
Ylva Yngvar Yngve Yngvild Yonas Yousef Youssef Yrja Yuliia Yussuf Yusuf Zahid Zahra Zainab Żaneta Zbigniew Zdzisław
Zeeshan Zeynep Ziad Živilė Zofia Zoran Žydrūnas
"""
"""Common first names in Norway, also of those who moved here."""
