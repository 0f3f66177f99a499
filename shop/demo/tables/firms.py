"""The customers of the demo company, by how they buy: invented names in real towns."""

from __future__ import annotations

from typing import NamedTuple

from shop.demo.planted import Kind


class Firm(NamedTuple):
    name: str
    postcode: str
    city: str
    industry: str
    """Main activity in NACE Rev. 2.1."""
    headcount: int
    country: str = "DK"
    ownership: str = "private"


_STEADY = (
    Firm("Kaffekurven Kontorservice ApS", "8000", "Aarhus C", "82.11", 14),
    Firm("Havnens Frokost & Møder A/S", "2100", "København Ø", "56.22", 38),
    Firm("Vestjysk Regnskab I/S", "6700", "Esbjerg", "69.20", 22),
    Firm("Tandlægerne ved Åen", "5000", "Odense C", "86.23", 11),
    Firm("Nørreport Advokater P/S", "1358", "København K", "69.10", 64),
    Firm("Lægehuset Søndergade", "8700", "Horsens", "86.21", 17),
    Firm("Fjordby Kommune, Borgerservice", "4300", "Holbæk", "84.11", 310, "DK", "government"),
    Firm("Limfjordens Rengøring ApS", "9000", "Aalborg", "81.21", 88),
    Firm("Midtbyens Fysioterapi", "8900", "Randers C", "86.95", 9),
    Firm("Gudenå Forsikringsmægler A/S", "8600", "Silkeborg", "66.22", 31),
    Firm("Hotel Skovbrynet A/S", "3400", "Hillerød", "55.10", 46),
    Firm("Ejendomskontoret Lillebælt", "5500", "Middelfart", "68.32", 13),
    Firm("Øresund Oversættelse ApS", "2300", "København S", "74.30", 8),
    Firm("Bøgelund Revision A/S", "7100", "Vejle", "69.20", 57),
    Firm("Sundby Plejehjem", "4800", "Nykøbing F", "87.30", 120, "DK", "public"),
    Firm("Kystens Dyrehospital", "2990", "Nivå", "75.00", 16),
    Firm("Thorsager Fragt A/S", "8410", "Rønde", "49.41", 74),
    Firm("Skagerrak Rederi A/S", "9990", "Skagen", "50.20", 95, "DK", "family"),
    Firm("Vadehavets Ferieboliger", "6760", "Ribe", "55.20", 12),
    Firm("Elmegade Kontorhotel", "2200", "København N", "68.20", 10),
    Firm("Roskilde Lønbureau ApS", "4000", "Roskilde", "69.20", 19),
    Firm("Himmerlands Maskinværksted", "9500", "Hobro", "33.12", 41, "DK", "family"),
    Firm("Amager Apoteksdrift", "2300", "København S", "47.73", 27),
    Firm("Kolding Fjord Konference", "6000", "Kolding", "55.10", 68),
    Firm("Søhøjlandets Elværk a.m.b.a.", "8660", "Skanderborg", "35.14", 83),
    Firm("Nordals Smedeforretning", "6430", "Nordborg", "25.62", 24, "DK", "family"),
    Firm("Bornholms Bladhus", "3700", "Rønne", "58.12", 36),
    Firm("Djurs Vandforsyning", "8500", "Grenaa", "36.00", 29, "DK", "public"),
    Firm("Mols Bageri & Café", "8400", "Ebeltoft", "10.71", 21),
    Firm("Frederiksberg Psykologhus", "2000", "Frederiksberg", "86.93", 15),
    Firm("Kronborg Rejser A/S", "3000", "Helsingør", "79.11", 33),
    Firm("Thy Mejeri a.m.b.a.", "7700", "Thisted", "10.51", 142),
    Firm("Malmö Redovisning AB", "211 20", "Malmö", "69.20", 18, "SE"),
    Firm("Lunds Tandvård AB", "222 22", "Lund", "86.23", 14, "SE"),
    Firm("Göteborgs Bokföring AB", "411 05", "Göteborg", "69.20", 26, "SE"),
    Firm("Fjordkontoret AS", "0150", "Oslo", "82.11", 20, "NO"),
    Firm("Bergen Legesenter AS", "5014", "Bergen", "86.21", 16, "NO"),
    Firm("Flensburger Steuerkanzlei GmbH", "24937", "Flensburg", "69.20", 23, "DE"),
    Firm("Næstved Boligforening", "4700", "Næstved", "68.20", 52),
    Firm("Hjørring Auktionshus", "9800", "Hjørring", "47.91", 12, "DK", "family"),
)
_SEASONAL = (
    Firm("Skovvangens Friskole", "8200", "Aarhus N", "85.20", 44),
    Firm("Fyns Skattehjælp ApS", "5000", "Odense C", "69.20", 12),
    Firm("Julehuset i Tivoligade", "1620", "København V", "47.78", 9, "DK", "family"),
    Firm("Strandens Camping", "9492", "Blokhus", "55.30", 14, "DK", "family"),
    Firm("Rosenholm Planteskole", "8543", "Hornslet", "01.30", 18),
    Firm("Vestegnens Gymnasium", "2620", "Albertslund", "85.31", 96, "DK", "public"),
    Firm("Marielyst Sommerland", "4873", "Væggerløse", "93.21", 35),
    Firm("Lyngby Produktionsskole", "2800", "Kongens Lyngby", "85.32", 40, "DK", "public"),
    Firm("Sønderjysk Sprogskole", "6400", "Sønderborg", "85.59", 28),
    Firm("Helsinge Havecenter", "3200", "Helsinge", "47.76", 22),
    Firm("Kalundborg Musikfestival", "4400", "Kalundborg", "90.20", 7),
    Firm("Skånes Folkhögskola", "241 30", "Eslöv", "85.59", 33, "SE", "public"),
    Firm("Fjellheim Skisenter AS", "2380", "Brumunddal", "93.11", 19, "NO"),
    Firm("Årsopgørelsen.nu ApS", "8800", "Viborg", "69.20", 11),
)
_PROJECT = (
    Firm("Arkitekterne Fjeld & Bro", "1208", "København K", "71.11", 42),
    Firm("Kontorlandskab A/S", "8000", "Aarhus C", "74.14", 17),
    Firm("Havnehuset Ejendomme", "9000", "Aalborg", "68.20", 25),
    Firm("Byggeselskabet Tårnet A/S", "2450", "København SV", "41.00", 160),
    Firm("Nordlys Hoteller A/S", "2770", "Kastrup", "55.10", 210, "DK", "listed"),
    Firm("Sjællands Erhvervsakademi", "4180", "Sorø", "85.40", 185, "DK", "public"),
    Firm("Klinikbyg ApS", "5250", "Odense SV", "43.32", 14),
    Firm("Vingård & Søn Inventar", "7400", "Herning", "43.32", 31, "DK", "family"),
    Firm("Dataværket Drift A/S", "2730", "Herlev", "63.10", 120),
    Firm("Silkeborg Erhvervspark", "8600", "Silkeborg", "68.20", 9),
    Firm("Teglholmens Iværksætterhus", "2450", "København SV", "68.20", 12),
    Firm("Region Nordøst, Indkøb", "3400", "Hillerød", "84.12", 540, "DK", "government"),
    Firm("Grøn Omstilling Rådgivning", "8200", "Aarhus N", "71.12", 55),
    Firm("Fredericia Skibsværft", "7000", "Fredericia", "30.11", 230),
    Firm("Bibliotekshuset Ballerup", "2750", "Ballerup", "91.11", 60, "DK", "government"),
    Firm("Nordhavn Ingeniører A/S", "2150", "Nordhavn", "71.12", 88),
    Firm("Viborg Domicil ApS", "8800", "Viborg", "68.31", 11),
    Firm("Stockholms Kontorsplan AB", "111 22", "Stockholm", "74.14", 28, "SE"),
    Firm("Hamburger Raumwerk GmbH", "20457", "Hamburg", "74.14", 39, "DE"),
    Firm("Svendborg Søfartsskole", "5700", "Svendborg", "85.32", 47, "DK", "public"),
)
_EXPLORER = (
    Firm("Tangfabrikken ApS", "2300", "København S", "10.89", 13),
    Firm("Studio Lysning", "8000", "Aarhus C", "73.11", 9),
    Firm("Rumskib Apps ApS", "2200", "København N", "62.10", 21),
    Firm("Eventhuset Konfetti", "5000", "Odense C", "82.30", 16),
    Firm("Cykelkøkkenet I/S", "1799", "København V", "56.11", 7),
    Firm("Vild Have Landskab", "8260", "Viby J", "71.11", 8),
    Firm("Podcastværftet ApS", "9000", "Aalborg", "59.20", 6),
    Firm("Nyt Blod Biotek ApS", "2970", "Hørsholm", "72.11", 29),
    Firm("Fællesværkstedet Refshaleøen", "1432", "København K", "32.99", 11),
    Firm("Småkagerne Reklamebureau", "6000", "Kolding", "73.11", 14),
    Firm("Drømmehjulet Legetøj", "7190", "Billund", "32.40", 18),
    Firm("Algebra Skolebøger", "1165", "København K", "58.11", 12),
    Firm("Norrsken Spelstudio AB", "972 38", "Luleå", "62.10", 15, "SE"),
    Firm("Brygga Kulturhus AS", "4006", "Stavanger", "90.31", 10, "NO"),
)
_ALL_THREE = (
    Firm("Fynsk Kontorcenter A/S", "5220", "Odense SØ", "47.62", 34),
    Firm("Bog & Papir Nordsjælland", "3460", "Birkerød", "47.62", 18),
    Firm("Kontorgrossisten Vest A/S", "7500", "Holstebro", "46.49", 52),
    Firm("Erhvervspartner Storkøbenhavn", "2605", "Brøndby", "46.64", 71),
    Firm("Limfjord Kontorforsyning", "7800", "Skive", "47.62", 26, "DK", "family"),
    Firm("Sydhavsøernes Papirhandel", "4930", "Maribo", "47.62", 11, "DK", "family"),
    Firm("Trekantens Indkøbsforening", "7100", "Vejle", "46.18", 15),
    Firm("Skåne Kontorsmaterial AB", "252 21", "Helsingborg", "46.49", 29, "SE"),
    Firm("Sørlandet Kontorpartner AS", "4611", "Kristiansand", "46.49", 22, "NO"),
    Firm("Holsteiner Bürobedarf GmbH", "24103", "Kiel", "46.49", 37, "DE"),
)
_LAPSED = (
    Firm("Gamle Torv Ure & Guld", "1457", "København K", "47.77", 8, "DK", "family"),
    Firm("Videoudlejningen Nord", "9400", "Nørresundby", "77.22", 5),
    Firm("Marskens Trykkeri", "6270", "Tønder", "18.12", 23, "DK", "family"),
    Firm("Rejsebureauet Ekko", "5800", "Nyborg", "79.11", 9),
    Firm("Lolland Sukkerkogeri", "4900", "Nakskov", "10.81", 40),
    Firm("Centrum Fotohandel", "8900", "Randers C", "47.78", 6),
    Firm("Havdrup Autolakering", "4622", "Havdrup", "95.31", 14),
    Firm("Ystads Tryckeri AB", "271 42", "Ystad", "18.12", 17, "SE"),
)
_ONE_ORDER = (
    Firm("Klitmøller Surfskole", "7700", "Thisted", "85.51", 6),
    Firm("Bakkens Bryggeri ApS", "3660", "Stenløse", "11.05", 9),
    Firm("Advokat Lise Ravn", "8000", "Aarhus C", "69.10", 2),
    Firm("Nabolagets Køkken", "2500", "Valby", "56.11", 12),
    Firm("Pilehave Børnehus", "2650", "Hvidovre", "85.10", 19, "DK", "public"),
    Firm("Solfanger Energi ApS", "8370", "Hadsten", "43.22", 15),
    Firm("Yogahuset Åhaven", "8600", "Silkeborg", "85.51", 4),
    Firm("Tromsø Nordlysturer AS", "9008", "Tromsø", "79.12", 8, "NO"),
)
_PROSPECT = (
    Firm("Nyhavn Rådgivning ApS", "1051", "København K", "70.20", 10),
    Firm("Fremtidens Klinik A/S", "8200", "Aarhus N", "86.22", 33),
    Firm("Stenbroen Ejendomsservice", "2400", "København NV", "81.10", 20),
    Firm("Havblik Seniorboliger", "4600", "Køge", "87.30", 41),
    Firm("Uppsala Forskningspark AB", "751 83", "Uppsala", "68.20", 24, "SE"),
    Firm("Lübecker Hafenkontor GmbH", "23552", "Lübeck", "52.22", 13, "DE"),
)
FIRMS: dict[Kind, tuple[Firm, ...]] = {
    Kind.STEADY: _STEADY,
    Kind.SEASONAL: _SEASONAL,
    Kind.PROJECT: _PROJECT,
    Kind.EXPLORER: _EXPLORER,
    Kind.ALL_THREE: _ALL_THREE,
    Kind.LAPSED: _LAPSED,
    Kind.ONE_ORDER: _ONE_ORDER,
    Kind.PROSPECT: _PROSPECT,
}
"""The first of each kind is the one that a visitor logs in as."""
