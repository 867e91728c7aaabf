#!/usr/bin/env python3
# Carried along verbatim from the project's shared material (search/members.py).
"""Deterministic generator of realistic (invented) Norwegian trade-union members.

    python members.py --n 1000000 --seed 7 --out members.csv

Standard library only. Rows come in blocks of 5 000, each from its own random stream
(seed, block), so the first k rows are the same whatever --n is: the 30 000 file is a
prefix of the 1 000 000 file.  CSV, UTF-8, header, LF.
Phones are written in mixed formats and some fields are empty, as in a real register.
No row describes a real person.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import random
import sys
import time
import unicodedata
from datetime import date, timedelta

HEADER = [
    "member_no",
    "first_name",
    "middle_name",
    "last_name",
    "gender",
    "birth_date",
    "phone",
    "phone2",
    "email",
    "street",
    "postcode",
    "place",
    "employer",
    "department",
    "joined",
    "status",
]
BLOCK = 5000

# ---------------------------------------------------------------- Norwegian first names
M_OLD = ["Kjell", "Bjørn", "Arne", "Jan", "Per", "Svein", "Odd", "Knut", "Tor", "Terje", "Ole", "Leif", "Harald", "Rolf", "Kåre", "Arvid", "Finn", "Gunnar", "Einar", "Egil", "Sverre", "Olav", "Nils", "Hans", "Karl", "John", "Ivar", "Reidar", "Thor", "Asbjørn", "Torbjørn", "Thorbjørn", "Magnar", "Oddvar", "Steinar", "Dagfinn", "Erling", "Ragnar", "Sigmund", "Kaare", "Haakon", "Aage", "Åge", "Trygve", "Alf", "Arild", "Asle", "Birger", "Edvard", "Edvin", "Eilif", "Georg", "Gudmund", "Halvor", "Henry", "Hjalmar", "Ingvar", "Johannes", "Jostein", "Klaus", "Oskar", "Otto", "Paal", "Peder", "Roald", "Rune", "Sigurd", "Thorleif", "Torleif", "Walter", "Wilhelm", "Vilhelm", "Willy", "Torvald", "Thorvald", "Øivind", "Øyvind", "Øystein", "Aasmund", "Åsmund", "Gerhard", "Viggo", "Ottar", "Tormod", "Oddbjørn", "Ludvig", "Anton", "Arthur", "Hermod", "Kolbjørn", "Mathias", "Rasmus", "Ulf", "Magne", "Normann", "Ernst", "Fritz", "Bernt", "Bernhard"]
M_MID = ["Geir", "Morten", "Lars", "Thomas", "Anders", "Rune", "Trond", "Frode", "Stein", "Erik", "Pål", "Espen", "Tore", "Øyvind", "Roger", "Vidar", "Kjetil", "Tommy", "Håkon", "Frank", "Dag", "Stig", "Roy", "Rolf", "Kenneth", "Kristian", "Christian", "Petter", "Martin", "Jørn", "Tom", "Ståle", "Jon", "Eirik", "Bård", "Bent", "Robert", "Ronny", "Helge", "Gunnar", "Eivind", "Vegard", "Håvard", "Ketil", "Hallvard", "Ove", "Raymond", "Johnny", "Jarle", "Jørgen", "Kim", "Marius", "Henrik", "Henning", "Fredrik", "Glenn", "Geirmund", "Ivar", "Jo", "Kurt", "Lasse", "Nils", "Oddgeir", "Pål", "Ragnvald", "Richard", "Rikard", "Sigbjørn", "Steffen", "Stefan", "Stian", "Svenn", "Tarjei", "Tord", "Torgeir", "Thorgeir", "Torstein", "Thorstein", "Truls", "Yngve", "Ørjan", "Øistein", "Åsmund", "Aksel", "Axel", "Carl", "Karsten", "Carsten", "Claus", "Cato", "Kato", "Kristoffer", "Christoffer", "Christopher", "Erlend", "Filip", "Gøran", "Gard", "Hogne", "Jens", "Jøran", "Ketill", "Ralf", "Roar", "Rino", "Terje", "Tørris", "Viktor", "Victor", "Ståle", "Størker"]
M_YNG = ["Kristian", "Martin", "Andreas", "Daniel", "Jonas", "Marius", "Henrik", "Magnus", "Kristoffer", "Alexander", "Aleksander", "Markus", "Marcus", "Mathias", "Mattias", "Matias", "Fredrik", "Sander", "Simen", "Emil", "Sindre", "Tobias", "Oliver", "Lucas", "Lukas", "Jakob", "Jacob", "William", "Elias", "Noah", "Oskar", "Oscar", "Filip", "Philip", "Isak", "Isaac", "Adrian", "Sebastian", "Benjamin", "Håkon", "Ola", "Jørgen", "Petter", "Even", "Erlend", "Sondre", "Eirik", "Eskil", "Mikkel", "Mikael", "Michael", "Nikolai", "Nicolai", "Joakim", "Joachim", "Julian", "Kevin", "Theodor", "Teodor", "Johannes", "Odin", "Ulrik", "August", "Brage", "Vetle", "Tarald", "Tallak", "Theo", "Herman", "Iver", "Ask", "Trym", "Live", "Sigve", "Snorre", "Max", "Maks", "Robin", "Ruben", "Kasper", "Casper", "Jesper", "Jonathan", "Jonatan", "Leander", "Gabriel", "Håvard", "Torkil", "Thorkild", "Aksel", "Liam", "Ludvik", "Amund", "Halvard", "Birk", "Storm", "Peder", "Edvard", "Viljar", "Fabian", "Christian"]
F_OLD = ["Inger", "Anne", "Berit", "Kari", "Bjørg", "Liv", "Marit", "Gerd", "Randi", "Turid", "Åse", "Aase", "Astrid", "Solveig", "Ingrid", "Ruth", "Else", "Eva", "Bodil", "Grethe", "Grete", "Aud", "Reidun", "Karin", "Sissel", "Torill", "Toril", "Sigrid", "Ragnhild", "Gunvor", "Borghild", "Margit", "Eldbjørg", "Haldis", "Magnhild", "Ågot", "Aagot", "Edith", "Judith", "Klara", "Clara", "Dagny", "Signe", "Synnøve", "Wenche", "Venke", "Unni", "Tove", "Thove", "Ellen", "Elsa", "Evelyn", "Gudrun", "Helga", "Herdis", "Hjørdis", "Ingeborg", "Jenny", "Jorunn", "Kirsten", "Lilly", "Mary", "Målfrid", "Norunn", "Nora", "Oddny", "Olaug", "Rigmor", "Sonja", "Solfrid", "Svanhild", "Thora", "Tora", "Torbjørg", "Valborg", "Ase", "Asta", "Agnes", "Alfhild", "Arnhild", "Asbjørg", "Birgit", "Birgith", "Brit", "Britt", "Elisabeth", "Erna", "Gro", "Hilda", "Ida", "Jofrid", "Kjellaug", "Magny", "Marie", "Mathilde", "Oddbjørg", "Petra", "Ranveig", "Sidsel", "Torunn", "Vigdis", "Wigdis", "Yngvild", "Øydis"]
F_MID = ["Anne", "Hilde", "Heidi", "Bente", "Nina", "Trine", "Wenche", "Mona", "Monica", "Monika", "Gro", "Elin", "Tone", "Hege", "Linda", "Merete", "Merethe", "Kristin", "Anita", "Marianne", "Ellen", "Lise", "Siv", "Rita", "Lene", "Line", "Siri", "Anette", "Annette", "Grethe", "Camilla", "Kamilla", "Cathrine", "Katrine", "Kathrine", "Catrine", "Cecilie", "Janne", "Jeanette", "Janette", "Laila", "Lillian", "Liv", "Mette", "Rannveig", "Ragnhild", "Sidsel", "Silje", "Sissel", "Solveig", "Stine", "Susanne", "Tonje", "Torhild", "Tove", "Tordis", "Unn", "Unni", "Vibeke", "Wibeke", "Vigdis", "Ann", "Gunn", "Hanne", "Hanna", "Helene", "Helen", "Inger", "Ingunn", "Irene", "Jorun", "Karianne", "Kirsti", "Kjersti", "Kristine", "Christine", "Kristina", "Christina", "Laila", "Margrete", "Margrethe", "Mariann", "Marit", "May", "Rønnaug", "Sølvi", "Sølvei", "Tine", "Torunn", "Åshild", "Aashild", "Åslaug", "Aslaug", "Øyunn", "Britt", "Eli", "Elisabet", "Elisabeth", "Gry", "Guro", "Berit"]
F_YNG = ["Ida", "Silje", "Maria", "Marte", "Marthe", "Kristine", "Ingrid", "Julie", "Camilla", "Karoline", "Caroline", "Thea", "Tea", "Emilie", "Sara", "Sarah", "Hanna", "Hannah", "Nora", "Norah", "Emma", "Sofie", "Sophie", "Ingvild", "Marthe", "Martine", "Malin", "Malene", "Maren", "Mari", "Marie", "Vilde", "Andrea", "Amalie", "Anna", "Frida", "Helene", "Hedda", "Ingeborg", "Jenny", "Kaja", "Kaia", "Katarina", "Kathrine", "Lene", "Linn", "Linnea", "Lisa", "Live", "Mathilde", "Matilde", "Mia", "Mie", "Maja", "Maia", "Oda", "Ragna", "Rebekka", "Rebecca", "Rikke", "Selma", "Selina", "Sigrid", "Sina", "Stina", "Solveig", "Sunniva", "Susanna", "Synne", "Tuva", "Thuva", "Tiril", "Tonje", "Tora", "Tyra", "Una", "Veronika", "Veronica", "Victoria", "Viktoria", "Yasmin", "Yrja", "Ylva", "Åsne", "Ane", "Aurora", "Celine", "Seline", "Cecilie", "Dina", "Elise", "Ella", "Eline", "Elida", "Erle", "Eva", "Guro", "Iselin", "Isabella", "Iben", "Iris", "Jonna", "Johanne", "Josefine", "Kine", "Alma", "Astrid", "Benedikte", "Eirin", "Hege"]
COMP_M1 = ["Jan", "Per", "Ole", "Odd", "Tor", "Svein", "Nils", "Lars", "Hans", "Knut", "Stein", "Kjell", "Carl", "Karl", "Leif", "Geir", "Bjørn", "Arne", "Rolf", "Thor", "John"]
COMP_M2 = ["Erik", "Arne", "Petter", "Martin", "Inge", "Magne", "Kristian", "Morten", "Ivar", "Håkon", "Egil", "Einar", "Gunnar", "Henrik", "Olav", "Roger", "Tore", "Fredrik", "Johan", "Christian", "Harald", "Helge", "Rune", "Terje", "Vidar", "Åge"]
COMP_F1 = ["Anne", "Ann", "Inger", "Eva", "Liv", "Britt", "Marit", "Else", "May", "Gunn", "Berit", "Kari", "Rose", "Mai", "Siv", "Karen", "Ellen", "Hanne", "Tone", "Lill", "Nina"]
COMP_F2 = ["Marie", "Kristin", "Lise", "Grethe", "Karin", "Berit", "Britt", "Margrethe", "Helene", "Karine", "Irene", "Elin", "Mette", "Sofie", "Johanne", "Katrine", "Beate", "Cathrine", "Christin", "Elise", "Iren", "Mari", "Merete", "Tove", "Sissel"]

# ---------------------------------------------------------------- surnames
SEN = """Hansen 53 Johansen 50 Olsen 49 Larsen 39 Andersen 39 Pedersen 36 Nilsen 36 Kristiansen 24 Jensen 23 Karlsen 22
Johnsen 21 Pettersen 21 Eriksen 20 Jacobsen 15 Jakobsen 7 Johannessen 14 Andreassen 13 Jørgensen 12 Henriksen 12
Halvorsen 12 Sørensen 11 Gundersen 10 Iversen 10 Svendsen 10 Martinsen 10 Kristoffersen 9 Eliassen 9 Mathisen 9
Knutsen 9 Amundsen 8 Isaksen 8 Hanssen 8 Mikkelsen 8 Simonsen 8 Christensen 7 Christiansen 7 Knudsen 7 Kristensen 7
Fredriksen 8 Andresen 8 Antonsen 6 Arnesen 6 Berntsen 6 Danielsen 7 Edvardsen 6 Ellingsen 7 Evensen 6 Gulbrandsen 6
Jenssen 6 Madsen 6 Nielsen 7 Paulsen 6 Rasmussen 8 Sivertsen 6 Thomassen 6 Thorsen 6 Torsen 1 Thorvaldsen 3 Torvaldsen
1 Ingebrigtsen 4 Ingebretsen 2 Gabrielsen 4 Gregersen 4 Hermansen 4 Helgesen 4 Haraldsen 3 Jonassen 4 Josefsen 2
Lorentzen 4 Lorentsen 2 Michelsen 3 Mortensen 4 Nikolaisen 4 Nicolaisen 2 Olaisen 2 Ottesen 3 Pettersson 1 Persen 2
Reinertsen 2 Samuelsen 4 Sigurdsen 2 Steffensen 3 Syversen 4 Sæbjørnsen 1 Tobiassen 3 Tollefsen 4 Thoresen 4 Toresen 1
Torgersen 5 Thorgersen 1 Tønnessen 4 Tønnesen 2 Ulriksen 3 Wilhelmsen 5 Vilhelmsen 1 Zachariassen 2 Sakariassen 2
Abrahamsen 5 Aslaksen 3 Benjaminsen 2 Bendiksen 3 Bertelsen 3 Bjørnsen 2 Carlsen 4 Clausen 3 Claussen 1 Klausen 2
Didriksen 2 Dyrdahl 1 Davidsen 3 Enoksen 1 Eilertsen 4 Ericsson 1 Erlandsen 2 Frantzen 2 Frantsen 1 Fransen 1
Guttormsen 4 Gudmundsen 2 Gustavsen 4 Haagensen 2 Håkonsen 3 Haakonsen 1 Ingvaldsen 2 Jahnsen 1 Kaspersen 2 Caspersen 2
Lauritzen 3 Lauritsen 2 Ludvigsen 3 Ludviksen 1 Magnussen 5 Markussen 4 Marcussen 1 Matsen 1 Monsen 4 Mogensen 1
Nikolaysen 1 Oddvarsen 1 Pallesen 1 Rolfsen 2 Salamonsen 1 Salomonsen 1 Stefansen 1 Stephansen 2 Sørlie 2 Teodorsen 1
Theodorsen 2 Tomassen 1 Torkildsen 3 Thorkildsen 2 Tørresen 2 Willumsen 2 Villumsen 1 Zakariassen 1 Aasmundsen 1
Asmundsen 1 Åsmundsen 1 Bentsen 3 Bentzen 2 Hendriksen 1 Rønningsen 1 Philipsen 1 Filipsen 1 Phillipsen 1 Josephsen 1"""
FARM = """Berg 18 Haugen 14 Hagen 13 Bakken 9 Lie 10 Solberg 10 Bakke 9 Moen 11 Dahl 11 Dal 2 Strand 9 Lund 10 Lunde 7
Berge 6 Eide 7 Eid 3 Moe 7 Mo 2 Hauge 6 Haug 5 Hauger 1 Holm 7 Solheim 6 Strøm 7 Strøm 2 Aas 5 Ås 3 Aasen 6 Åsen 2 Ruud 6
Rud 2 Rød 2 Vik 6 Wik 3 Viken 2 Wiken 1 Wiik 2 Viik 1 Næss 6 Nes 3 Ness 3 Nesse 1 Sæther 5 Sæter 2 Sether 2 Sætre 3
Tangen 5 Tveit 5 Tvedt 4 Tveten 3 Tvete 1 Ødegård 5 Ødegaard 4 Nygård 5 Nygaard 5 Myhre 6 Myhr 2 Myrvold 2 Myklebust 6
Mykleby 1 Brekke 5 Bråten 4 Braaten 4 Brathen 2 Bråthen 2 Birkeland 6 Bjerke 4 Bjerkan 1 Bø 3 Bøe 4 Boe 1 Engen 5 Eng 3
Enger 3 Foss 4 Fossum 3 Gjerde 3 Gjerde 1 Grande 2 Granli 1 Grønli 1 Grønlie 1 Gulli 1 Haga 2 Hammer 3 Hamre 3 Haugland 6
Haugstad 1 Heggelund 1 Helland 5 Helle 3 Hoel 2 Hole 2 Holte 3 Holthe 1 Hovland 3 Hvidsten 1 Kvisten 1 Hoff 2 Hov 1
Kleven 3 Kleppe 3 Kolstad 3 Kvamme 3 Kvam 3 Qvam 1 Kvale 2 Qvale 1 Langeland 3 Langland 1 Lien 8 Li 1 Lia 1 Lien 1
Lillevik 1 Lindberg 3 Lindahl 2 Løken 3 Løkken 3 Løvås 1 Løvaas 1 Mæland 2 Mehus 1 Midtbø 1 Nilssen 4 Nordby 3 Nordbø 2
Norum 1 Nyborg 1 Nymoen 1 Næsset 1 Opsahl 2 Opsal 1 Rønning 5 Rønningen 3 Rogne 2 Rosenlund 1 Røed 2 Sandberg 3
Sandnes 3 Sandvik 6 Sandvig 1 Sande 3 Sand 1 Selnes 1 Skaar 3 Skår 2 Skogen 2 Skog 2 Skoglund 3 Solem 2 Solli 4 Sollie 2
Stokke 4 Stokka 1 Stene 2 Steen 4 Sten 1 Storli 1 Sunde 3 Sund 3 Sundby 2 Svendby 1 Sveen 4 Svea 1 Sørli 1 Teigen 4
Thune 2 Tune 1 Thue 1 Tveitan 1 Ulvestad 1 Vatne 3 Vatn 1 Vestby 1 Westby 2 Vold 3 Wold 5 Vollan 2 Wollan 1 Woll 1 Aune 5
Øien 3 Øyen 3 Øye 2 Øverby 2 Øvrebø 2 Åmodt 1 Aamodt 4 Ånes 1 Aanes 1 Årnes 1 Aarnes 2 Årseth 1 Aarseth 2 Våge 1
Waage 3 Vaage 1 Wang 5 Vang 1 Wiig 3 Vig 1 Winther 2 Vinter 1 Zahl 2 Sahl 1 Kiær 1 Kjær 3 Kjær 1 Krogh 3 Krog 1 Kroken 1
Schei 1 Skei 2 Schjelderup 1 Skjelderup 1 Schau 1 Skau 1 Schie 1 Skjæveland 2 Skjeveland 1 Gjertsen 5 Hjelle 2 Hjelm 1
Hjorth 1 Hjort 1 Heggen 1 Bergh 2 Bergersen 3 Bergan 1 Bergum 1 Bjørge 1 Bjørgum 1 Lysø 1 Lillebø 1 Thuen 1 Huse 2 Hus 1"""
PRE = ["Bjørke", "Bjørk", "Lang", "Stor", "Nord", "Sør", "Øst", "Øster", "Vest", "Vester", "Ny", "Gammel", "Høy", "Høg", "Låg", "Lille", "Litle", "Brei", "Bre", "Djup", "Dyp", "Grøn", "Kvit", "Hvit", "Svart", "Rød", "Raud", "Sol", "Skjær", "Sten", "Stein", "Sand", "Leir", "Myr", "Mos", "Lyng", "Gran", "Furu", "Or", "Older", "Ask", "Alm", "Eik", "Lind", "Selje", "Rogn", "Hassel", "Bringe", "Korn", "Rug", "Bygg", "Havre", "Lin", "Humle", "Eple", "Hest", "Folle", "Ku", "Kalve", "Sau", "Lamme", "Geit", "Bukke", "Svin", "Grise", "Ulve", "Bjørne", "Rev", "Hare", "Elg", "Hjorte", "Rein", "Ørn", "Ørne", "Hauk", "Falke", "Ugle", "Ravn", "Krå", "Kråke", "Trane", "Svane", "Gås", "And", "Ande", "Laks", "Aure", "Sild", "Torske", "Skip", "Båt", "Naust", "Krok", "Bråt", "Svi", "Brenn", "Ryd", "Rød", "Rud", "Kirke", "Prest", "Bispe", "Munke", "Kongs", "Herre", "Bonde", "Hus", "Hall", "Loft", "Bur", "Kvern", "Møll", "Smie", "Smed", "Jern", "Gull", "Sølv", "Kopar", "Tjøn", "Vann", "Vass", "Elve", "Å", "Bekke", "Foss", "Fors", "Fjell", "Hei", "Li", "Dal", "Skog", "Holt", "Lund", "Haug", "Berg", "Ås", "Nes", "Eid", "Sund", "Vik", "Våg", "Fjære", "Strand", "Øy", "Holm", "Tang", "Skjel", "Tveit", "Set", "Åker", "Eng", "Voll", "Mo", "Hage", "Hag", "Gard", "Grind", "Led", "Vei", "Veg", "Bru", "Kleiv", "Klev", "Skar", "Hals", "Rygg", "Egg", "Horn", "Nut", "Topp", "Midt", "Inner", "Ytter", "Over", "Under", "Ned", "Opp", "Fram", "Bak", "Heg", "Hegg", "Tor", "Thor", "Odin", "Frøy", "Njård", "Ull", "Ketil", "Arne", "Asle", "Stein", "Gunn", "Sigurd", "Olav", "Helge", "Eiv", "Tolle", "Guttorm", "Hall", "Ras", "Finn", "Lapp", "Kvæn", "Jonde", "Tinn", "Gran", "Vinje", "Rauland", "Lom", "Skjåk", "Våge"]
SUF = ["berg", "dal", "vik", "nes", "haug", "haugen", "land", "stad", "set", "seth", "rud", "lund", "moen", "mo", "bakken", "bakk", "heim", "tveit", "tvedt", "by", "bø", "li", "lien", "hagen", "hage", "holt", "holm", "øy", "øya", "ås", "åsen", "eng", "engen", "voll", "vold", "åker", "aker", "gård", "gaard", "strøm", "sund", "sand", "sletten", "slette", "tun", "myr", "myra", "foss", "fossen", "fjell", "fjord", "strand", "skog", "skogen", "vang", "wang", "rød", "røed", "sæter", "sæther", "bråten", "braaten", "vatn", "vann", "skar", "kleiv", "bru", "brekke", "hus", "husby", "hol", "løkken", "teigen", "kollen", "nesset", "elv", "hammer", "hovde", "hov", "dalen"]

# ---------------------------------------------------------------- immigrant groups: (share, males, females, surnames, feminine rule)
GROUPS = {
    "pl": (
        0.060,
        """Piotr Krzysztof Andrzej Tomasz Paweł Marcin Michał Jan Grzegorz Jerzy Łukasz Adam Zbigniew Dariusz Mariusz Wojciech
Rafał Jarosław Sławomir Mateusz Jakub Kamil Dawid Przemysław Zdzisław Mirosław Sebastian Artur Damian Bartosz Robert Szymon
Wiesław Bogdan Radosław Tadeusz Józef Marek Maciej Leszek""",
        """Anna Katarzyna Małgorzata Agnieszka Barbara Ewa Elżbieta Krystyna
Magdalena Joanna Aleksandra Monika Zofia Teresa Danuta Dorota Beata Iwona Jolanta Justyna Renata Urszula Wioletta Bożena Sylwia
Grażyna Karolina Paulina Natalia Halina Izabela Marzena Edyta Kinga Żaneta Weronika""",
        """Nowak Kowalski Wiśniewski Wójcik Kowalczyk
Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Wojciechowski Krawczyk Kaczmarek
Piotrowski Grabowski Zając Pawłowski Michalski Król Wieczorek Jabłoński Wróbel Nowakowski Majewski Stępień Olszewski Jaworski Malinowski
Dudek Adamczyk Pawlak Górski Nowicki Sikora Walczak Witkowski Rutkowski Michalak Szewczyk Baran Ostrowski Tomaszewski Pietrzak Zalewski
Wróblewski Marciniak Jasiński Sadowski Zawadzki Duda Bąk Jakubowski Wilk Chmielewski Borkowski Włodarczyk Sokołowski Szczepański Sawicki
Kucharski Lis Kubiak Wysocki Maciejewski Czarnecki Kalinowski Mazurek Kołodziej Urbański Kaźmierczak Sobczak Cieślak Głowacki Szulc
Przybylski Krupa Brzeziński Zakrzewski Laskowski Gajewski Ziółkowski Szymczak Mróz Błaszczyk Makowski Baranowski Wasilewski""",
        "ski",
    ),
    "lt": (
        0.024,
        """Jonas Tomas Darius Mindaugas Andrius Vytautas Antanas Linas Marius Saulius Arūnas Rimantas Gintaras Kęstutis Algirdas
Žydrūnas Juozas Petras Donatas Paulius Martynas Valdas Edvinas Ričardas Šarūnas Nerijus Rolandas Egidijus""",
        """Rasa Daiva Jurgita
Kristina Asta Inga Jūratė Lina Rūta Vilma Edita Dalia Aušra Ingrida Živilė Gintarė Eglė Simona Jolanta Audronė Laima Neringa Violeta""",
        """Kazlauskas Jankauskas Petrauskas Stankevičius Vasiliauskas Žukauskas Butkus Paulauskas Urbonas Kavaliauskas Navickas Ramanauskas
Sakalauskas Savickas Mickevičius Bagdonas Žilinskas Pocius Gudaitis Balčiūnas Rimkus Mažeika Šimkus Adomaitis Černiauskas Lukošius
Jonaitis Kučinskas Norkus Dambrauskas Barauskas Šidlauskas Budrys Baranauskas Zubavičius Morkūnas""",
        "lt",
    ),
    "pk": (
        0.018,
        """Mohammad Muhammad Mohammed Ahmed Ali Imran Usman Bilal Asif Tariq Khalid Nadeem Shahid Kashif Adnan Faisal Zahid Amir
Aamir Hassan Hussain Waqas Irfan Naveed Arshad Rizwan Zeeshan Hamza Umar Omar Saqib Sajid Javed Iqbal""",
        """Fatima Aisha Ayesha Sana
Saima Rabia Nadia Shazia Samina Rukhsana Farah Uzma Zainab Maryam Mariam Noreen Asma Bushra Kausar Shabana Tahira Yasmin Nasreen Sadia""",
        """Khan Ahmed Ahmad Ali Hussain Hussein Malik Iqbal Mahmood Mehmood Akhtar Shah Butt Chaudhry Choudhry Chaudry Raja Rehman Rahman Anwar
Ashraf Aslam Bashir Bhatti Javed Javaid Mirza Mughal Nawaz Qureshi Rafiq Rashid Raza Saeed Sheikh Shaikh Siddiqui Syed Tariq Yousaf Zafar
Zaman Sharif Farooq Abbasi Awan Dar Ghani Jamil""",
        None,
    ),
    "so": (
        0.013,
        """Mohamed Abdi Ahmed Ali Hassan Abdullahi Omar Ibrahim Yusuf Yussuf Abdirahman Osman Mohamud Ismail Said Farah Abdulkadir
Mahad Liban Khadar Guled Bashir Jama Nuur Warsame Ayanle Sakariye""",
        """Fadumo Faduma Amina Hodan Hibo Khadija Ayan Sahra Zahra Halimo
Nimco Maryan Ifrah Asha Fartun Sagal Deqa Ubah Hawa Idil Safia Nasra Leyla Najma Filsan""",
        """Mohamed Ali Ahmed Hassan Abdi Omar Farah
Hussein Ibrahim Yusuf Abdullahi Osman Warsame Jama Isse Nur Adan Aden Mohamud Aden Elmi Dahir Duale Egal Gedi Hirsi Ismail Jimale Roble
Salad Samatar Sheikh Shire Abdulle Barre Guled Mumin Abukar Muse Musse Diriye Warfa""",
        None,
    ),
    "vn": (
        0.010,
        "Minh Tuan Hung Dung Thanh Long Duc Quang Hai Nam Son Hoang Khanh Bao Huy Phuc Tien Vinh Trung Cuong",
        "Lan Huong Mai Linh Thuy Hoa Hanh Nga Ngoc Phuong Trang Yen Anh Thao Kim Loan Tuyet Hien Dung Bich",
        "Nguyen Tran Le Pham Huynh Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Dinh Truong Lam Mai Ta",
        None,
    ),
    "ar": (
        0.022,
        """Mohammed Ahmad Ali Omar Hassan Hussein Mustafa Mahmoud Khaled Yousef Youssef Ibrahim Abdullah Samir Karim Kareem Bassam
Firas Haidar Jamal Majid Nabil Rami Salah Tarek Walid Ziad Abbas Amjad Dler Rebwar Azad Sardar""",
        """Fatima Zainab Maryam Noor Nour Hanan
Layla Leila Rana Rania Samira Sara Yasmin Zahra Amal Dina Hala Huda Iman Lina Mona Nadia Ruba Shler Suzan Wafaa""",
        """Al-Hassan Hassan Hussein Mohammed Mahmoud Ibrahim Saleh Salih Khalil Hamid Jassim Karim Al-Rubaie Al-Saadi Aziz Nasser Najjar
Haddad Khoury Abdallah Abdulla Mansour Darwish Hamdan Issa Kadir Majeed Omar Othman Qasim Rashid Saeed Said Sharif Suleiman Taha Yassin
Younis Zaki Barzani Ameen Faraj Hama""",
        None,
    ),
    "se": (
        0.020,
        "Lars Mikael Anders Johan Erik Per Karl Peter Jan Thomas Daniel Fredrik Andreas Stefan Magnus Björn Göran Håkan Jörgen Åke Mats Bengt Niklas Patrik Henrik Jonas Rikard Torbjörn Sören Christer Krister",
        "Maria Anna Margareta Elisabeth Eva Kristina Birgitta Karin Marie Ingrid Christina Linnéa Sofia Kerstin Lena Helena Ulla Johanna Emma Malin Åsa Annika Susanne Cecilia Märta Gun",
        "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson Jansson Hansson Bengtsson Jönsson Lindberg Jakobsson Magnusson Olofsson Lindström Lindqvist Lindgren Axelsson Bergström Lundberg Lind Lundgren Lundqvist Mattsson Berglund Fredriksson Sandberg Henriksson Sjöberg Forsberg Wallin Engström Danielsson Håkansson Eklund Lundin Gunnarsson Björk Bergman Holm Wikström Isaksson Åberg Öberg",
        None,
    ),
    "tr": (
        0.008,
        "Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Murat Osman Yusuf Emre Burak Özgür Serkan Kemal Cem Umut Volkan Yılmaz Kadir Ramazan Halil",
        "Fatma Ayşe Emine Hatice Zeynep Elif Meryem Şerife Sultan Hanife Özlem Gül Gülsüm Sevgi Songül Yasemin Derya Ebru Filiz Leyla",
        "Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Korkmaz Çakır Erdoğan Güneş Bulut Güler Kaplan",
        None,
    ),
    "ro": (
        0.010,
        "Ion Andrei Alexandru Mihai Gheorghe Ștefan Constantin Vasile Florin Marius Cristian Daniel Adrian Bogdan Ionuț Radu Răzvan Sorin Viorel Cătălin Dumitru",
        "Maria Elena Ioana Ana Mihaela Andreea Cristina Daniela Alina Gabriela Roxana Simona Florentina Georgeta Ștefania Loredana Ramona Raluca Anca Oana",
        "Popa Popescu Ionescu Pop Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Rusu Constantin Marin Lazăr Ene Dinu Florea Moldovan Munteanu Ungureanu Țurcanu Șerban Nistor Barbu Tudor Cojocaru",
        None,
    ),
    "th": (
        0.010,
        "Somchai Jose Juan Antonio Ramon Eduardo Roberto Ferdinand Rodel Arnel Jun Joel Michael Mark Anton Carlo Noel",
        "Maria Rosalie Jocelyn Marites Maricel Rowena Analyn Grace Cristina Jennifer Somjai Siriporn Sunee Malee Pranee Wanida Nongluk Supaporn Kanya Ratana Lorna Gina Evelyn",
        "Santos Reyes Cruz Bautista Garcia Mendoza Ramos Flores Gonzales Dela-Cruz Villanueva Castillo Aquino Torres Salazar Srisuk Saetang Chaiyasit Boonmee Thongchai Suwan Phromma Kaewmanee Wongsa",
        None,
    ),
}

# ---------------------------------------------------------------- places: name, postcode low, high, weight, department
PLACES = [
    tuple(x.split("|"))
    for x in """Oslo|0150|1295|130|1;Bergen|5003|5268|52|6;Trondheim|7010|7099|40|8;Stavanger|4005|4099|27|5
Drammen|3011|3058|20|2;Fredrikstad|1601|1679|17|3;Kristiansand|4608|4699|21|4;Sandnes|4306|4330|15|5;Tromsø|9006|9039|14|9
Sarpsborg|1701|1747|11|3;Skien|3710|3747|11|4;Ålesund|6002|6029|11|7;Sandefjord|3205|3249|11|2;Haugesund|5515|5537|8|6
Tønsberg|3110|3159|10|2;Moss|1501|1540|9|3;Porsgrunn|3910|3949|7|4;Bodø|8003|8029|8|9;Arendal|4836|4856|8|4;Hamar|2307|2326|7|2
Ytrebygda|5251|5259|2|6;Larvik|3251|3299|8|2;Halden|1751|1796|6|3;Askøy|5300|5329|4|6;Lillehammer|2604|2629|6|2;Molde|6405|6436|5|7
Kongsberg|3601|3648|5|2;Harstad|9402|9414|5|9;Horten|3181|3199|5|2;Gjøvik|2803|2827|5|2;Ski|1400|1406|4|3;Askim|1807|1816|3|3
Kristiansund|6507|6530|4|7;Alta|9506|9519|4|10;Narvik|8514|8523|3|9;Elverum|2403|2418|3|2;Steinkjer|7713|7725|3|8;Stjørdal|7500|7512|4|8
Levanger|7600|7609|3|8;Namsos|7800|7819|2|8;Mo i Rana|8610|8626|4|9;Mosjøen|8656|8666|2|9;Hammerfest|9600|9616|2|10;Vadsø|9800|9811|1|10
Kirkenes|9900|9912|1|10;Honningsvåg|9750|9752|1|10;Lakselv|9700|9714|1|10;Kautokeino|9520|9521|1|10;Karasjok|9730|9735|1|10
Førde|6800|6823|3|6;Florø|6900|6919|2|6;Sogndal|6856|6869|2|6;Voss|5700|5719|3|6;Odda|5750|5770|2|6;Stord|5411|5419|3|6;Leirvik|5400|5410|1|6
Bryne|4340|4349|3|5;Egersund|4370|4379|2|5;Jørpeland|4100|4110|1|5;Klepp stasjon|4352|4358|2|5;Mandal|4513|4519|2|4;Flekkefjord|4400|4409|1|4
Grimstad|4876|4889|3|4;Risør|4950|4959|1|4;Kragerø|3770|3791|2|4;Notodden|3674|3684|2|4;Rjukan|3660|3665|1|4;Hønefoss|3510|3519|4|2
Jessheim|2050|2069|5|1;Lillestrøm|2000|2019|6|1;Lørenskog|1461|1479|5|1;Asker|1383|1396|6|1;Sandvika|1300|1339|7|1;Bærums Verk|1353|1354|1|1
Nesoddtangen|1450|1458|2|1;Drøbak|1440|1448|2|1;Ås|1430|1439|3|3;Vestby|1540|1556|2|3;Mysen|1850|1859|1|3;Rakkestad|1890|1892|1|3
Kongsvinger|2208|2219|2|2;Brumunddal|2380|2389|2|2;Raufoss|2830|2839|2|2;Otta|2670|2677|1|2;Dombås|2659|2660|1|2;Tynset|2500|2510|1|2
Røros|7374|7376|1|8;Orkanger|7300|7303|2|8;Melhus|7224|7229|2|8;Malvik|7550|7563|2|8;Verdal|7650|7661|2|8;Oppdal|7340|7345|1|8
Sunndalsøra|6600|6613|1|7;Ørsta|6150|6160|1|7;Volda|6100|6104|1|7;Ulsteinvik|6065|6069|2|7;Åndalsnes|6300|6304|1|7;Årdalstangen|6885|6887|1|6
Øvre Årdal|6884|6884|1|6;Brønnøysund|8900|8910|1|9;Sandnessjøen|8800|8809|1|9;Fauske|8200|8209|1|9;Svolvær|8300|8314|2|9;Leknes|8370|8378|1|9
Sortland|8400|8411|1|9;Finnsnes|9300|9307|1|9;Lyngseidet|9060|9062|1|9;Storslett|9151|9156|1|9;Bardufoss|9325|9329|1|9;Longyearbyen|9170|9171|1|9
Holmestrand|3080|3089|3|2;Lier|3400|3409|3|2;Mjøndalen|3050|3055|2|2;Røyken|3440|3449|2|2;Vennesla|4700|4708|2|4;Lyngdal|4580|4588|1|4
Farsund|4550|4563|1|4;Lillesand|4790|4799|2|4;Tvedestrand|4900|4909|1|4;Kvinesdal|4480|4485|1|4;Kopervik|4250|4270|2|5;Sauda|4200|4209|1|5
Ølen|5580|5589|1|6;Os|5200|5219|3|6;Straume|5353|5357|4|6;Knarvik|5911|5918|2|6;Indre Arna|5260|5263|2|6""".replace(
        "\n", ";"
    ).split(";")
    if x.strip()
]
STREET1 = ["Bjørke", "Gran", "Furu", "Skole", "Kirke", "Stor", "Sjø", "Strand", "Haug", "Berg", "Fjell", "Dal", "Elve", "Bekke", "Myr", "Eng", "Åker", "Skog", "Lund", "Solbakk", "Sole", "Nord", "Sør", "Øst", "Vest", "Øvre", "Nedre", "Parkve", "Jernbane", "Stasjons", "Fabrikk", "Industri", "Mølle", "Sag", "Bruks", "Kvern", "Smie", "Prest", "Kloster", "Konge", "Dronning", "Torg", "Hav", "Brygge", "Fjord", "Lyng", "Rogn", "Hassel", "Selje", "Alm", "Eike", "Aske", "Linde", "Lerke", "Trost", "Svale", "Ørne", "Spurve", "Meise", "Bregne", "Blåklokke", "Hvitveis", "Tyttebær", "Blåbær", "Multe", "Ringve", "Ole", "Bull", "Wergelands", "Bjørnsons", "Ibsens", "Holbergs", "Nansens", "Amundsens", "Kong", "Haakons", "Håkon", "Olav", "Tryggvasons", "Tordenskjolds", "Sverdrups", "Thor", "Olsens", "Åse"]
STREET2 = ["veien", "vegen", "gata", "gate", "vei", "veg", "bakken", "stien", "lia", "svingen", "ringen", "toppen", "kroken", "tunet", "haugen", "jordet"]

# ---------------------------------------------------------------- employers
EMPL = """Equinor 9;Posten Bring 14;Coop Norge 10;Norgesgruppen 12;Rema 1000 10;Kiwi Norge 8;ISS Facility Services 9;Sodexo 3;Vy 6;Vy Buss 7;Ruter 2
Sporveien 5;Unibuss 3;Nobina 3;Tide Buss 4;Boreal 3;Norsk Hydro 8;Elkem 4;Yara Norge 3;Borregaard 3;Aker Solutions 7;Aibel 5;Kværner Verdal 3
Aker BP 3;Vår Energi 2;Statkraft 3;Statnett 2;Hafslund 2;Telenor 6;Telia Norge 3;Schenker 3;PostNord 4;DHL Express 2;Tine 6;Nortura 5;Orkla Foods 4
Ringnes 3;Mills 1;Lerøy Seafood 3;Mowi 3;SalMar 3;Cermaq 2;Veidekke 6;AF Gruppen 5;Skanska Norge 6;NCC Norge 3;Peab 3;Backe 2;Obos 2;Bravida 5
Caverion 4;GK Gruppen 3;Assemblin 2;Securitas 6;Nokas 3;Avarn Security 4;Scandic Hotels 5;Nordic Choice 4;Thon Hotels 4;SAS 4;Norwegian Air Shuttle 4
Widerøe 3;Avinor 4;Bane Nor 4;Statens vegvesen 5;NAV 12;Skatteetaten 5;Politiet 6;Forsvaret 6;Kriminalomsorgen 4;Helse Bergen HF 8;Oslo universitetssykehus HF 14
St. Olavs hospital HF 7;Akershus universitetssykehus HF 7;Sykehuset Innlandet HF 6;Sykehuset Østfold HF 5;Vestre Viken HF 6;Sørlandet sykehus HF 5
Helse Stavanger HF 6;Helse Møre og Romsdal HF 5;Nordlandssykehuset HF 3;Universitetssykehuset Nord-Norge HF 5;Finnmarkssykehuset HF 2;Helse Nord-Trøndelag HF 3
Norske Skog Skogn 2;Norske Skog Saugbrugs 2;Moelven 3;Kongsberg Gruppen 5;Nammo Raufoss 3;Benteler 1;Hydro Aluminium Karmøy 2;Alcoa Mosjøen 2;Ulstein Verft 2
Vard Group 3;Kleven Verft 1;Rosenborg Bakeri 1;Bakehuset 2;Hennig-Olsen Is 1;Felleskjøpet Agri 3;Norsk Gjenvinning 3;Renovasjonsetaten 3;Elis Norge 2;Nor Tekstil 1
Adecco 5;Manpower 5;Jobzone 3;Randstad 2;Stena Recycling 1;Jernia 2;Jysk 2;Ikea 4;Clas Ohlson 2;Elkjøp 4;XXL Sport 2;Europris 3;Biltema 2;Plantasjen 1
Gjensidige 2;DNB 3;SpareBank 1 3;Fagforbundet 1;Fellesforbundet 1;Handel og Kontor 1;Kanvas barnehager 2;Læringsverkstedet 4;Espira 3;Norlandia 3;Attendo 2;Aleris 2;Stendi 3"""
SMALL = ["Bygg", "Rør", "Elektro", "Transport", "Renhold", "Maskin", "Mek", "Bil", "Entreprenør", "Tak", "Mur", "Maler", "Snekker", "Catering", "Vaktmesterservice", "Gartneri", "Auto", "Sveis", "Eiendom", "Frisør", "Bakeri", "Kafe"]
DOM_W = [
    ("gmail.com", 44),
    ("hotmail.com", 18),
    ("online.no", 10),
    ("outlook.com", 8),
    ("live.no", 6),
    ("yahoo.no", 4),
    ("icloud.com", 5),
    ("getmail.no", 2),
    ("broadpark.no", 1),
    ("lyse.net", 1),
    ("altibox.no", 1),
]
STATUS_W = [("active", 86), ("retired", 8), ("resigned", 4), ("student", 2)]

_ASC = {"æ": "ae", "ø": "o", "å": "a", "ł": "l", "đ": "d", "ı": "i", "ß": "ss"}


def ascii_fold(s: str) -> str:
    s = "".join(_ASC.get(c, c) for c in s.lower())
    return "".join(
        c for c in unicodedata.normalize("NFKD", s) if c.isascii() and (c.isalnum() or c in "-. ")
    )


def _weighted(text):
    names, w = [], []
    toks = text.split()
    for n, k in zip(toks[::2], toks[1::2]):
        names.append(n)
        w.append(float(k))
    return names, w


def _zipf(names, s=0.75):
    return [1.0 / (i + 3) ** s for i in range(len(names))]


class Cum:
    """Weighted table with a cumulative weight list for random.choices."""

    def __init__(self, names, weights):
        self.names = list(names)
        self.cum = list(itertools.accumulate(weights))

    def pick(self, rng, k):
        return rng.choices(self.names, cum_weights=self.cum, k=k)


def _tables():
    t = {}
    for g, pools in (("m", (M_OLD, M_MID, M_YNG)), ("f", (F_OLD, F_MID, F_YNG))):
        for era in range(3):  # 0 old, 1 middle, 2 young
            names, w = [], []
            for j, p in enumerate(pools):
                share = 1.0 if j == era else (0.18 if abs(j - era) == 1 else 0.03)
                names += p
                w += [x * share for x in _zipf(p)]
            t[g, era] = Cum(names, w)
    sen, sw = _weighted(SEN)
    farm, fw = _weighted(FARM)
    r = random.Random("surname tail")
    tail = sorted({(a + b).capitalize() for a in PRE for b in SUF if not a.lower().endswith(b[:2])})
    r.shuffle(tail)
    tw = [1.0 / (i + 30) ** 0.85 for i in range(len(tail))]
    scale = lambda ws, tot: [x * tot / sum(ws) for x in ws]  # noqa: E731
    t["last"] = Cum(sen + farm + tail, scale(sw, 0.27) + scale(fw, 0.29) + scale(tw, 0.44))
    t["farm"] = Cum(farm + tail, scale(fw, 0.6) + scale(tw, 0.4))
    t["grp"] = Cum(
        ["no"] + list(GROUPS),
        [1 - sum(g[0] for g in GROUPS.values())] + [g[0] for g in GROUPS.values()],
    )
    for k, (_, m, f, s, rule) in GROUPS.items():
        for key, txt in (("m", m), ("f", f), ("s", s)):
            n = txt.split()
            t[k, key] = Cum(n, _zipf(n))
    t["place"] = Cum(PLACES, [float(p[3]) for p in PLACES])
    em, ew = [], []
    for x in EMPL.replace("\n", ";").split(";"):
        n, w = x.rsplit(" ", 1)
        em.append(n)
        ew.append(float(w))
    t["empl"] = Cum(em, ew)
    t["dom"] = Cum(*zip(*DOM_W))
    t["status"] = Cum(*zip(*STATUS_W))
    return t


def _fem(name, rule):
    if rule == "ski" and name.endswith(("ski", "cki")):
        return name[:-1] + "a"
    if rule == "lt":
        for a, b in (
            ("auskas", "auskienė"),
            ("evičius", "evičienė"),
            ("avičius", "avičienė"),
            ("ius", "ienė"),
            ("as", "ienė"),
            ("us", "ienė"),
            ("is", "ienė"),
            ("ys", "ienė"),
        ):
            if name.endswith(a):
                return name[: -len(a)] + b
    return name


PHONE_FMT = [
    "{0}",
    "{1} {2} {3}",
    "+47 {1} {2} {3}",
    "+47{0}",
    "0047{0}",
    "{4} {5} {6} {7}",
    "47 {0}",
    "+47 {4} {5} {6} {7}",
]
PHONE_W = [38, 22, 12, 10, 4, 8, 3, 3]


def fmt_phone(p, f):
    return f.format(p, p[:3], p[3:5], p[5:], p[:2], p[2:4], p[4:6], p[6:])


def block(t, seed, b, size=BLOCK):
    rng = random.Random(f"{seed}:{b}")
    R = rng.random
    grp = t["grp"].pick(rng, size)
    lasts = t["last"].pick(rng, size)
    mids = t["farm"].pick(rng, size)
    mids2 = t["last"].pick(rng, size)
    places = t["place"].pick(rng, size)
    empls = t["empl"].pick(rng, size)
    doms = t["dom"].pick(rng, size)
    stats = t["status"].pick(rng, size)
    fmts = rng.choices(PHONE_FMT, weights=PHONE_W, k=size)
    fmts2 = rng.choices(PHONE_FMT, weights=PHONE_W, k=size)
    s1 = rng.choices(STREET1, k=size)
    s2 = rng.choices(STREET2, weights=[30, 14, 18, 6, 8, 4, 5, 4, 3, 2, 2, 2, 1, 1, 1, 1], k=size)
    small = rng.choices(SMALL, k=size)
    base = date(1938, 1, 1)
    # ages: triangular between 18 and 88, mode about 48, seen from 2026
    days = [int(rng.triangular(0, 25500, 14800)) for _ in range(size)]
    era_tab = {}
    out = []
    era_pool = {(g, e): t[g, e].pick(rng, size) for g in "mf" for e in range(3)}
    comp = {
        "m": (rng.choices(COMP_M1, k=size), rng.choices(COMP_M2, k=size)),
        "f": (rng.choices(COMP_F1, k=size), rng.choices(COMP_F2, k=size)),
    }
    no = 1_000_000 + b * size * 5
    for i in range(size):
        no += 1 + int(R() * 8.0) if no < 1_000_000 + (b * size + i) * 5 + 4 else 1
        g = grp[i]
        sex = "m" if R() < 0.52 else "f"
        bd = base + timedelta(days=days[i])
        mid = ""
        if g == "no":
            y = bd.year + int((R() - 0.5) * 16)
            era = 0 if y < 1958 else 1 if y < 1982 else 2
            x = R()
            if (x < 0.09 and era < 2) or x < 0.03:
                first = comp[sex][0][i] + ("-" if R() < 0.35 else " ") + comp[sex][1][i]
            else:
                first = era_pool[sex, era][i]
            last = lasts[i]
            x = R()
            if x < 0.22:
                mid = mids[i]
            elif x < 0.34:
                mid = mids2[i]
            elif x < 0.40:
                mid = era_pool[sex, era][i - 1]
            if mid == last or mid == first:
                mid = ""
            if R() < 0.012:
                last = last + "-" + mids[i]
        else:
            tab = t[g, sex]
            first = tab.pick(rng, 1)[0]
            last = t[g, "s"].pick(rng, 1)[0]
            if sex == "f":
                last = _fem(last, GROUPS[g][4])
            x = R()
            if g in ("so", "pk", "ar", "vn") and x < 0.6:
                mid = (t[g, "m"] if g == "so" else tab).pick(rng, 1)[0]
            elif sex == "f" and x < 0.06:
                last = lasts[i]
        # phone
        if g in ("pl", "lt", "ro") and R() < 0.12:
            cc = {"pl": "48", "lt": "370", "ro": "40"}[g]
            phone = f"+{cc} {int(R() * 900 + 100)} {int(R() * 1000):03d} {int(R() * 1000):03d}"
        else:
            phone = fmt_phone(
                ("4" if R() < 0.48 else "9") + f"{int(R() * 10_000_000):07d}", fmts[i]
            )
        phone2 = ""
        if R() < 0.18:
            phone2 = fmt_phone("23567"[int(R() * 5)] + f"{int(R() * 10_000_000):07d}", fmts2[i])
        name, lo, hi, _, dep = places[i]
        lo = int(lo)
        post = f"{lo + int(R() * (int(hi) - lo + 1)):04d}"
        x = R()
        emp = empls[i]
        if x < 0.30:
            emp = name + " kommune"
        elif x < 0.42:
            emp = (lasts[i - 1] if R() < 0.6 else name) + " " + small[i] + " AS"
        email = ""
        if R() < 0.88:
            fa, la = ascii_fold(first).replace(" ", ""), ascii_fold(last).replace(" ", "")
            x = R()
            local = (
                f"{fa}.{la}"
                if x < 0.42
                else f"{fa}{la[:1]}{bd.year % 100:02d}"
                if x < 0.58
                else f"{la}.{fa}"
                if x < 0.66
                else f"{fa}_{la}{int(R() * 100)}"
                if x < 0.78
                else f"{fa[:1]}{la}{bd.year}"
                if x < 0.9
                else f"{fa}{int(R() * 10000)}"
            )
            if x < 0.42 and R() < 0.6:
                local += str(int(R() * 1000))
            email = f"{local}@{doms[i]}"
        d = int(dep) if R() < 0.92 else 1 + int(R() * 10)
        st = stats[i]
        jy = min(2026, bd.year + 18 + int(R() ** 2 * 40))
        out.append(
            (
                no,
                first,
                mid,
                last,
                sex,
                bd.isoformat(),
                phone,
                phone2,
                email,
                f"{s1[i]}{s2[i]} {1 + int(R() * R() * 150)}"
                + ("ABCD"[int(R() * 4)] if R() < 0.2 else ""),
                post,
                name,
                emp,
                d,
                f"{jy}-{1 + int(R() * 12):02d}-01",
                st,
            )
        )
    return out


def rows(n, seed=7):
    t = _tables()
    for b in range((n + BLOCK - 1) // BLOCK):
        blk = block(t, seed, b)
        yield from blk[: n - b * BLOCK] if (b + 1) * BLOCK > n else blk


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--n", type=int, default=30000)
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--out", default="-")
    ap.add_argument(
        "--shuffle",
        type=int,
        default=None,
        metavar="SEED",
        help="write the rows in shuffled order (queries.py's targets are among the first rows of the unshuffled file; "
        "an engine that returns the lowest row numbers first would gain by that)",
    )
    a = ap.parse_args()
    t0 = time.perf_counter()
    f = sys.stdout if a.out == "-" else open(a.out, "w", encoding="utf-8", newline="")
    w = csv.writer(f, lineterminator="\n")
    w.writerow(HEADER)
    if a.shuffle is None:
        w.writerows(rows(a.n, a.seed))
    else:
        al = list(rows(a.n, a.seed))
        random.Random(a.shuffle).shuffle(al)
        w.writerows(al)
    if f is not sys.stdout:
        f.close()
    print(f"{a.n} rows in {time.perf_counter() - t0:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
