"""First names, surnames and streets, by country."""

from __future__ import annotations

FIRST_NAMES: dict[str, tuple[str, ...]] = {
    "DK": (
        "Mette", "Lars", "Anne", "Søren", "Karen", "Jens", "Louise", "Mikkel", "Camilla", "Thomas", "Ida", "Rasmus",
        "Sofie", "Henrik", "Maria", "Peter", "Julie", "Kasper", "Hanne", "Niels", "Line", "Emil", "Birgitte", "Anders",
        "Freja", "Jakob", "Tina", "Christian", "Astrid", "Morten", "Signe", "Frederik", "Pia", "Jonas", "Laura", "Ole",
    ),
    "SE": ("Anna", "Erik", "Karin", "Johan", "Elsa", "Lars", "Sara", "Nils", "Maja", "Gustav"),
    "NO": ("Ingrid", "Ola", "Kari", "Lars", "Nora", "Magnus", "Silje", "Henrik"),
    "DE": ("Anke", "Jürgen", "Sabine", "Thorsten", "Katrin", "Uwe", "Heike", "Jan"),
}  # fmt: skip
SURNAMES: dict[str, tuple[str, ...]] = {
    "DK": (
        "Holm", "Thorup", "Kjær", "Lund", "Bach", "Vestergaard", "Dam", "Østergaard", "Friis", "Bruun", "Krogh", "Juhl",
        "Skov", "Møller", "Winther", "Bjerre", "Toft", "Nygaard", "Lauridsen", "Hougaard", "Steen", "Damgaard", "Dahl",
        "Riis", "Brandt", "Kjeldsen", "Lindholm", "Bech", "Frandsen", "Ravn", "Mogensen", "Søgaard", "Vang", "Birk",
    ),
    "SE": ("Lindqvist", "Bergström", "Sandberg", "Nyström", "Ekman", "Holmgren", "Åberg", "Sjögren"),
    "NO": ("Haugen", "Solberg", "Moen", "Lie", "Berge", "Strand", "Nygård"),
    "DE": ("Petersen", "Brandt", "Lorenzen", "Schröder", "Hansen", "Voss", "Kröger"),
}  # fmt: skip
STREETS: dict[str, tuple[str, ...]] = {
    "DK": (
        "Vestergade", "Skolegade", "Havnevej", "Industrivej", "Bredgade", "Algade", "Østre Allé", "Mejerivej", "Torvet",
        "Kirkestræde", "Søndergade", "Birkevej", "Stationsvej", "Strandvejen", "Nørregade", "Fabriksparken", "Møllevej",
    ),
    "SE": ("Storgatan", "Kungsgatan", "Hamngatan", "Skolgatan", "Industrivägen"),
    "NO": ("Storgata", "Kirkegata", "Havnegata", "Skoleveien", "Industriveien"),
    "DE": ("Hafenstraße", "Bahnhofstraße", "Holstenstraße", "Am Markt", "Industriestraße"),
}  # fmt: skip
