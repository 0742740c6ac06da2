"""A request has come in: is it from the person it is about, and is it ours to answer?"""

from __future__ import annotations

from belofte.mail.bilingual import both

IDENTITY = {
    # Whether we knew the address is not said, and not looked up before the button is pressed.
    "confirm-subject": both("Bevestig uw verzoek", "Confirm your request"),
    "confirm": both(
        "Op {received_on} kregen wij een verzoek {right}, met dit e-mailadres. Wij hebben het vastgelegd.",
        "On {received_on} we received a request {right}, with this e-mail address. We have registered it.",
    ),
    "confirm-press": both(
        "Komt het van u? Open dan de pagina en druk daar op de knop. Alleen openen doet nog niets.",
        "Is it from you? Then open the page and press the button there. Opening it does nothing yet.",
    ),
    "confirm-page": both("Naar de pagina om te bevestigen", "To the page to confirm"),
    "confirm-not-you": both(
        "Hebt u niets gevraagd? Dan hoeft u niets te doen. Zonder uw bevestiging geven en wissen wij niets.",
        "Did you not ask for anything? Then do nothing. Without your confirmation we hand over and erase nothing.",
    ),
    "reminder-subject": both("Wij wachten nog op uw bevestiging", "We are still waiting for your confirmation"),
    "reminder": both(
        "Op {received_on} kregen wij een verzoek {right}. Op de knop om het te bevestigen is nog niet gedrukt.",
        "On {received_on} we received a request {right}. The button to confirm it was not pressed yet.",
    ),
    "reminder-otherwise": both(
        "Lukt het niet met de pagina? Laat het ons weten. Wij zoeken dan samen een andere manier; uw verzoek loopt "
        "door.",
        "Does the page not work for you? Tell us. We will find another way together; your request goes on meanwhile.",
    ),
    "receipt-subject": both("Wij hebben uw verzoek ontvangen", "We have received your request"),
    "receipt": both(
        "Op {received_on} kregen wij uw verzoek {right}. Wij hebben het vastgelegd.",
        "On {received_on} we received your request {right}. We have registered it.",
    ),
    "receipt-next": both(
        "Dit is nog niet ons antwoord. Zodra vaststaat dat het verzoek van u komt, zoeken wij in al onze systemen. "
        "Daarna beslist iemand van ons.",
        "This is not our answer yet. As soon as it is settled that the request is yours, we search all our systems. "
        "After that one of our people decides.",
    ),
    "receipt-question": both(
        "Op {received_on} kregen wij uw vraag. Wij hebben die vastgelegd.",
        "On {received_on} we received your question. We have registered it.",
    ),
    "receipt-question-next": both(
        "Dit is nog niet ons antwoord. Iemand van ons zoekt het voor u uit en schrijft u.",
        "This is not our answer yet. One of our people finds out for you, and writes to you.",
    ),
    "identify-subject": both("Wij hebben nog iets van u nodig", "We need one more thing from you"),
    "identify": both(
        "Op {received_on} kregen wij een verzoek {right}. Het adres waarmee het kwam, hebben wij niet van u.",
        "On {received_on} we received a request {right}. The address it came from is not one that we have of you.",
    ),
    "identify-doubt": both(
        "Op {received_on} kregen wij een verzoek {right}. Wij weten nog niet zeker dat het van u komt. De reden: "
        "{reasons}.",
        "On {received_on} we received a request {right}. We are not sure yet that it is from you. The reason: "
        "{reasons}.",
    ),
    "identify-how": both(
        "Kent u een ander adres of een klantnummer waaronder wij u kunnen kennen? Geef het dan op. Een kopie van uw "
        "paspoort of rijbewijs is niet nodig; stuur die niet.",
        "Do you know another address or a customer number under which we may know you? Then tell us. A copy of your "
        "passport or driving licence is not needed; please do not send one.",
    ),
    "identify-reminder-subject": both("Wij weten nog niet wie u bent", "We do not know yet who you are"),
    "identify-reminder": both(
        "Op {received_on} kregen wij een verzoek {right}. Wij vroegen u wie u bent, en hebben nog geen antwoord.",
        "On {received_on} we received a request {right}. We asked you who you are, and have had no answer yet.",
    ),
    "identify-page": both("Naar de pagina om het op te geven", "To the page to tell us"),
    "unidentified-subject": both("Wij konden uw verzoek niet uitvoeren", "We could not carry out your request"),
    "unidentified": both(
        "U deed een verzoek {right}. Wij konden niet vaststellen dat het van u kwam. Daarom hebben wij niets gegeven, "
        "veranderd of gewist, en sluiten wij het verzoek.",
        "You made a request {right}. We could not establish that it was from you. So we handed over, changed and "
        "erased "
        "nothing, and we close the request.",
    ),
    "unidentified-again": both(
        "U kunt het verzoek altijd opnieuw doen, bijvoorbeeld vanaf het e-mailadres dat wij van u hebben, of met uw "
        "klantnummer.",
        "You can make the request again at any time, for example from the e-mail address we have of you, or with your "
        "customer number.",
    ),
    "not-ours-subject": both("Uw verzoek is voor een ander bedrijf", "Your request is for another company"),
    "not-ours": both(
        "Op {received_on} kregen wij uw verzoek {right}. De gegevens waar het over gaat, hebben wij alleen in "
        "opdracht van "
        "een ander. Die beslist erover, niet wij.",
        "On {received_on} we received your request {right}. The data it is about is with us only on behalf of somebody "
        "else. They decide about it, not we.",
    ),
    "not-ours-whom": both(
        "U kunt terecht bij: {recipient}. Wij hebben uw verzoek aan hen doorgestuurd.",
        "Please turn to: {recipient}. We have sent your request on to them.",
    ),
    "not-ours-rest": both(
        "Hebben wij zelf ook gegevens van u? Dan krijgt u daarover apart antwoord.",
        "Do we also hold data about you ourselves? Then you will have a separate answer about that.",
    ),
    "address-change-subject": both("Is dit uw nieuwe adres?", "Is this your new address?"),
    "address-change": both(
        "Iemand vroeg ons om voortaan een ander adres voor u te gebruiken. U krijgt dit bericht op het adres dat wij "
        "nu "
        "van u hebben.",
        "Somebody asked us to use another address for you from now on. You receive this message at the address we have "
        "of you now.",
    ),
    "address-change-press": both(
        "Klopt het? Open dan de pagina en druk daar op de knop. Tot dan verandert er niets.",
        "Is it right? Then open the page and press the button there. Until then nothing changes.",
    ),
    "address-change-page": both(
        "Naar de pagina om het nieuwe adres te bevestigen", "To the page to confirm the new address"
    ),
    "address-change-not-you": both(
        "Hebt u dit niet gevraagd? Laat het ons dan meteen weten.",
        "Did you not ask for this? Then tell us at once.",
    ),
}
