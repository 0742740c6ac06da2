"""What the store tells: what is not there any more, and what does not open."""

from __future__ import annotations

STORE: tuple[tuple[str, str], ...] = (
    # what is not there (any more)
    ("There is no such disclosure in the register.", "Deze verstrekking staat niet in de administratie."),
    ("List them with `belofte disclose list`.", "Kijk bij ‘Vorderingen’."),
    ("List them with `belofte breach list`.", "Kijk bij ‘Datalekken’."),
    ("There is no such message here (any more).", "Dit bericht is hier niet (meer)."),
    ("List them with `belofte inbox list`.", "Kijk bij ‘Post’."),
    ("There is no such plan (any more).", "Dit plan is er niet (meer)."),
    ("Show the request to see its newest plan.", "Open het verzoek: daar staat het nieuwste plan."),
    (
        "This plan is no longer the newest: something changed after it was shown.",
        "Dit is niet meer het nieuwste plan: er veranderde iets nadat u het zag.",
    ),
    ("Nothing was approved.", "Er is niets goedgekeurd."),
    ("Read the new plan and approve that one.", "Lees het nieuwe plan en keur dat goed."),
    ("There is no such letter (any more).", "Deze brief is er niet (meer)."),
    ("Its case may have been closed.", "Misschien is het dossier gesloten."),
    ("There is no such receipt (any more).", "Dit ontvangstbewijs is er niet (meer)."),
    ("There is no such notice (any more).", "Dit bericht aan een ontvanger is er niet (meer)."),
    ("List them with `belofte request recipients`.", "Kijk bij ‘Ontvangers’ op de pagina van het verzoek."),
    ("Make a new one with `belofte restore-replay SYSTEM`.", "Gebruik ‘Kijk wat een back-up terugbracht’."),
    ("There is no open request like that.", "Zo'n open verzoek is er niet."),
    (
        "Look at the reference once more; a closed case can no longer be found.",
        "Kijk het kenmerk na; een gesloten dossier is niet meer te vinden.",
    ),
    ("There is no such hold.", "Dit bewaarslot is er niet."),
    ("List them with `belofte hold list`.", "Kijk bij ‘Bewaarsloten’."),
    ("Make a new one with `belofte sweep --dry-run`.", "De volgende ronde maakt een nieuwe lijst."),
    (
        "A step cannot become {step} any more: it is further, dropped or gone.",
        "Een stap kan niet meer ‘{step}’ worden: ze is verder, vervallen of weg.",
    ),
    ("Look again.", "Open de pagina opnieuw."),
    ("There is no such task (any more).", "Deze taak is er niet (meer)."),
    ("List the open tasks with `belofte task list`.", "Kijk bij ‘Wat wacht op u’."),
    ("An entry of the vault is not there (any more).", "Iets uit de kluis is er niet (meer)."),
    ("What may not be told of leaves no leaf.", "Wat geheim is, staat niet in het bewijs."),
    ("Lift its secrecy first.", "Hef eerst de geheimhouding op."),
    # what does not open
    (
        "The key for accounts does not fit this store: nobody can sign in with what was enrolled.",
        "De sleutel voor accounts past niet bij deze gegevens: niemand kan zich nog aanmelden.",
    ),
    (
        "Put keys/accounts.key back from the copy of the keys, or enrol anew: belofte user reset NAME.",
        "Laat keys/accounts.key terugzetten uit de kopie van de sleutels, of laat ieder zich opnieuw aanmelden "
        "(belofte user reset).",
    ),
    (
        "The case is closed: its key was destroyed and nothing in it can be read.",
        "Het dossier is gesloten: de sleutel is vernietigd en niets erin is nog te lezen.",
    ),
    (
        "What was done stands in the register, without a way back to the person.",
        "Wat er gedaan is, staat in de administratie, zonder weg terug naar de persoon.",
    ),
    (
        "The key of the week that wraps this case key is gone.",
        "De sleutel van de week waarmee deze sleutel is verpakt, is weg.",
    ),
    (
        "Put back the keys folder that belongs to this store; a backup of the store alone opens no case.",
        "Laat de map keys terugzetten die bij deze gegevens hoort; zonder die map opent geen dossier.",
    ),
    (
        "A case key does not fit the key of its week.",
        "De sleutel van een dossier past niet bij de sleutel van zijn week.",
    ),
    (
        "Put back keys/ whole: its files belong together.",
        "Laat keys/ in zijn geheel terugzetten: de bestanden horen bij elkaar.",
    ),
    (
        "The evidence files hold more than the store: a backup of the store was put back.",
        "In de bestanden met bewijs staat meer dan in de opslag: er is een back-up teruggezet.",
    ),
    (
        "Run `belofte restore`, which takes the newer evidence over before anything else is written.",
        "Laat `belofte restore` doen; dat neemt eerst het nieuwere bewijs over.",
    ),
    ("The key file {file} is damaged.", "Het sleutelbestand {file} is beschadigd."),
    ("Put it back from the backup of the keys.", "Laat het terugzetten uit de back-up van de sleutels."),
    (
        "An entry of the ledger does not open with the ledger's key: it was changed, or the key is another.",
        "Iets in het geheimhoudboek opent niet met zijn sleutel: het is veranderd, of de sleutel is een andere.",
    ),
    (
        "Put ledger.sqlite and keys/ledger.key back from backups that belong together.",
        "Laat ledger.sqlite en keys/ledger.key terugzetten uit back-ups die bij elkaar horen.",
    ),
    (
        "The store could not be reached or was held too long ({error}); nothing was written.",
        "De opslag was niet te bereiken of te lang bezet ({error}); er is niets geschreven.",
    ),
    (
        "Try again; if it stays, see that the database runs and that no other process holds it.",
        "Probeer het opnieuw; blijft het zo, laat dan kijken of de database draait en vrij is.",
    ),
    (
        "The store refused what was asked ({error}); nothing was written.",
        "De opslag weigerde wat er gevraagd werd ({error}); er is niets geschreven.",
    ),
    (
        "This is a fault in Belofte: please report it with this line.",
        "Dit is een fout in Belofte: meld haar met deze regel.",
    ),
    ("The file of this package is not there.", "Het bestand van dit pakket is er niet."),
    (
        "Make the package again: approve the request's plan anew.",
        "Maak het pakket opnieuw: keur het plan van het verzoek nog eens goed.",
    ),
    (
        "The package is damaged: a part does not open with its case's key.",
        "Het pakket is beschadigd: een deel opent niet met de sleutel van het dossier.",
    ),
    ("Make the package again.", "Maak het pakket opnieuw."),
    (
        "An entry of the vault (column {column}) does not open with its case's key: it was changed or moved.",
        "Iets uit de kluis (kolom {column}) opent niet met de sleutel van het dossier: het is veranderd of verplaatst.",
    ),
    (
        "Put the store and the keys folder back from backups that belong together.",
        "Laat de opslag en de map keys terugzetten uit back-ups die bij elkaar horen.",
    ),
    # who else is at work
    ("Another belofte command is at work on this installation.", "Er is al een opdracht van belofte bezig."),
    (
        "Wait until it ends and repeat this one; what is due stays due.",
        "Wacht tot die klaar is en probeer het dan opnieuw.",
    ),
)
