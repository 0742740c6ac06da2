"""The words of the pages before the door, in Dutch and in English."""

from __future__ import annotations

from collections.abc import Mapping

SIGNING: Mapping[str, tuple[str, str]] = {
    "sign-in.title": ("Aanmelden bij het privacykantoor", "Sign in to the privacy office"),
    "sign-in.out": ("U bent afgemeld.", "You are signed out."),
    "sign-in.again": (
        "Voordat u een plan goedkeurt, laat u nog eens zien dat u het bent. Daarna gaat u terug naar het verzoek; vul"
        " de goedkeuring daar opnieuw in.",
        "Before you approve a plan, show once more that it is you. You then go back to the request; fill the approval"
        " in there again.",
    ),
    "sign-in.sandbox": ("Proefomgeving: kies wie u bent", "Sandbox: choose who you are"),
    "sign-in.sandbox.text": (
        "Hier is alles verzonnen. In een echt kantoor zijn deze knoppen er niet.",
        "Everything here is made up. In a real office these buttons are not there.",
    ),
    "sign-in.as": ("Aanmelden als {role}", "Sign in as {role}"),
    "role.privacy-officer": ("functionaris voor de privacy", "privacy officer"),
    "role.privacy-officer.text": (
        "Mag alles: ook weigeren en afwegen.",
        "May do everything, refusing and weighing too.",
    ),
    "role.staff": ("medewerker", "staff"),
    "role.staff.text": (
        "Behandelt verzoeken en keurt plannen goed; weigert niet.",
        "Handles requests and approves plans; does not refuse.",
    ),
    "role.auditor": ("controleur", "auditor"),
    "role.auditor.text": (
        "Ziet verzoeken, plannen en bewijs; verandert niets.",
        "Sees requests, plans and evidence; changes nothing.",
    ),
    "sign-in.company": ("Aanmelden met uw bedrijfsaccount", "Sign in with your company account"),
    "sign-in.passkey": ("Aanmelden met een passkey", "Sign in with a passkey"),
    "sign-in.passkey.failed": (
        "Dat is niet gelukt. Probeer het nog eens, of kies een andere manier.",
        "That did not work. Try again, or choose another way.",
    ),
    "sign-in.passkey.script": (
        "Een passkey werkt alleen met JavaScript aan, in een recente browser.",
        "A passkey works only with JavaScript switched on, in a recent browser.",
    ),
    "sign-in.passkey.localhost": (
        "Open deze pagina als localhost om een passkey te gebruiken.",
        "Open this page as localhost to use a passkey.",
    ),
    "sign-in.password.title": ("Met wachtwoord en code", "With password and code"),
    "sign-in.name": ("Naam van uw account", "Name of your account"),
    "sign-in.password": ("Wachtwoord", "Password"),
    "sign-in.code": ("Code uit uw app", "Code from your app"),
    "sign-in.code.hint": ("Zes cijfers, elke code werkt één keer.", "Six digits; each code works once."),
    "sign-in.do": ("Aanmelden", "Sign in"),
    "sign-in.none": (
        "Nog geen account? Wie Belofte beheert maakt er een met belofte user add.",
        "No account yet? Whoever runs Belofte makes one with belofte user add.",
    ),
    "sign-out.do": ("Afmelden", "Sign out"),
    "sign-out.who": ("Aangemeld als {name} ({role})", "Signed in as {name} ({role})"),
    "enrol.title": ("Kies hoe u zich aanmeldt", "Choose how you sign in"),
    "enrol.lead": ("Welkom, {name}.", "Welcome, {name}."),
    "enrol.once": (
        "Deze link werkt één keer. Hij is op als u een van deze manieren hebt ingesteld.",
        "This link works once. It is used up when you have set up one of these ways.",
    ),
    "enrol.passkey": ("Een passkey", "A passkey"),
    "enrol.passkey.text": (
        "Het veiligst en het snelst: uw vingerafdruk, gezicht of pincode op dit apparaat, of een beveiligingssleutel.",
        "The safest and quickest: your fingerprint, face or PIN on this device, or a security key.",
    ),
    "enrol.passkey.do": ("Passkey maken", "Make a passkey"),
    "enrol.company": ("Uw bedrijfsaccount", "Your company account"),
    "enrol.company.text": (
        "U meldt zich aan zoals bij uw andere programma's van het werk.",
        "You sign in as you do to your other programs at work.",
    ),
    "enrol.company.do": ("Bedrijfsaccount koppelen", "Connect the company account"),
    "enrol.codes": ("Wachtwoord en codes", "Password and codes"),
    "enrol.codes.text": (
        "Een wachtwoord, en bij elke keer een code uit een app op uw telefoon.",
        "A password, and each time a code from an app on your telephone.",
    ),
    "enrol.codes.do": ("Wachtwoord en codes instellen", "Set up password and codes"),
    "enrol.scan": ("1. Scan dit met uw app", "1. Scan this with your app"),
    "enrol.scan.image": (
        "QR-code met het geheim voor uw app; het staat er ook onder als tekst",
        "QR code with the secret for your app; it also stands below as text",
    ),
    "enrol.scan.else": ("Of typ dit in de app:", "Or type this into the app:"),
    "enrol.scan.here": ("Staat de app op dit apparaat? Open hem.", "Is the app on this device? Open it."),
    "enrol.choose": ("2. Kies een wachtwoord", "2. Choose a password"),
    "enrol.password": ("Nieuw wachtwoord", "New password"),
    "enrol.password.hint": (
        "Minstens {least} tekens, zonder uw naam. Een zin van vier of vijf woorden is goed.",
        "At least {least} characters, without your name. A phrase of four or five words is good.",
    ),
    "enrol.repeated": ("Nog een keer", "Once more"),
    "enrol.do": ("Opslaan en aanmelden", "Save and sign in"),
    "plan.approved_once": (
        "{name} keurde dit plan goed; het beleid wil dat een tweede mens het ook doet.",
        "{name} approved this plan; the policy wants a second person to do so too.",
    ),
    "fault.401": ("Meld u eerst aan", "Sign in first"),
    "fault.401.text": (
        "U was afgemeld, dus er is niets gedaan. Meld u aan en doe het opnieuw.",
        "You were signed out, so nothing was done. Sign in and do it again.",
    ),
    "fault.403.role": (
        "Met uw rol mag dit niet; er is niets gedaan. Vraag een functionaris voor de privacy.",
        "Your role does not allow this; nothing was done. Ask a privacy officer.",
    ),
}
