"""How somebody was known: the ways that ask least are taken, a copy of an identity document is not (Art. 12(6))."""

from __future__ import annotations

import pytest

from belofte.domain.proof import names_a_copy, says_how

NO_COPY = (
    "paspoort getoond, foto vergeleken aan de balie",
    "document shown, photo matches the passport",
    "customer id and a copy of an invoice",
    "passport shown, copy of an invoice brought along",
    "kopie van de factuur, paspoort getoond",
    "kopie factuur, paspoort getoond",
    "copy invoice: passport shown",
    "document shown, no copy made",
    "document getoond, geen kopie gemaakt",
    "paspoort getoond zonder er een kopie van te maken",
    "passport shown, not copied or scanned",
    "paspoort bekeken, niet gekopieerd",
    "identity card seen, did not make a copy",
    "geen paspoortkopie, teruggebeld",
    "no passport copy, called back",
    "no photo of the passport received, called back",
    "a Scandinavian passport was shown",
    "pasfoto op het paspoort lijkt",
    "kopie klant id",
    "invoice copy compared with our books, then at the desk the passport was shown",
    "teruggebeld op het nummer dat wij hadden",
    "copy of the contract, passport seen at the desk",
    "kopie overeenkomst; legitimatie aan de balie laten zien",
    "kopie contracten, rijbewijs van de klant aan de balie door ons bekeken",
)
COPY = (
    "kopie paspoort",
    "kopie paspoort, geen twijfel",
    "copy of passport by mail, no number",
    "paspoortkopie",
    "paspoort-kopie",
    "gescand paspoort",
    "scanned passport",
    "gekopieerd rijbewijs",
    "Paspoort getoond. Kopie gemaakt.",
    "geen paspoort, kopie rijbewijs",
    "passport was sent as a scan",
    "a copy of the customer's driving licence",
    "photocopy of her identity card",
    "kopietje van het identiteitsbewijs",
    "id-scan",
    "ID copied",
    "rijbewijsscan",
    "scan of the residence permit",
    "kopieerde het paspoort",
    "copy of identity papers",
    "fotokopie legitimatiebewijs",
    "kopie verblijfsdocument",
    "foto van paspoort ontvangen",
    "photo of the passport sent by mail",
    "uploaded a picture of an identity card",
    "paspoortfoto geüpload",
    "stuurde een foto van de id-kaart",
    "foto gemaakt van het rijbewijs",
    "kopie contract, paspoort ontvangen",
    "kopie brief, id-bewijs bewaard",
    "copy of the contract, passport kept",
    "kopie van de factuur; rijbewijs",
    "copy of an invoice, passport shown and kept",
)
SAYS = ("DigiD", "iDIN", "itsme", "gebeld", "Called.", "known from twenty calls")
SAYS_NOTHING = ("", "x", "ok", "bekend", "known", "12345678", "!!!!!!!!")


@pytest.mark.parametrize("words", NO_COPY)
def test_a_way_without_a_copy_is_taken(words: str) -> None:
    assert not names_a_copy(words) and says_how(words)


@pytest.mark.parametrize("words", COPY)
def test_a_copy_of_an_identity_document_is_not_taken(words: str) -> None:
    assert names_a_copy(words) and names_a_copy(words.upper())


@pytest.mark.parametrize("words", SAYS)
def test_the_name_of_a_means_says_enough(words: str) -> None:
    assert says_how(words) and not names_a_copy(words)


@pytest.mark.parametrize("words", SAYS_NOTHING)
def test_a_word_without_meaning_says_nothing(words: str) -> None:
    assert not says_how(words)
