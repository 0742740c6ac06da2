"""What the connector of Amazon AWS tells."""

from __future__ import annotations

AWS: tuple[tuple[str, str], ...] = (
    ("set endpoint: to 127.0.0.1", "zet endpoint: op 127.0.0.1"),
    (
        "AWS has no region {region}, as far as this machine knows.",
        "AWS heeft geen regio {region}, voor zover deze computer weet.",
    ),
    (
        "Correct region: in the system's map (eu-central-1 is Frankfurt); for a new region, update boto3.",
        "Verbeter region: in de kaart van het systeem (eu-central-1 is Frankfurt); is de regio nieuw, werk "
        "dan boto3 bij.",
    ),
    (
        "Set what the system's access_key, secret_key and session_token point at.",
        "Vul in waar access_key, secret_key en session_token van het systeem naar wijzen.",
    ),
    (
        "A line of the access log of {bucket} is not of S3's own format.",
        "Een regel van het toegangslogboek van {bucket} heeft niet de vorm van S3 zelf.",
    ),
    (
        "see that nothing else is written under the prefix of its log",
        "zorg dat er niets anders onder het voorvoegsel van dat logboek wordt geschreven",
    ),
    ("The bucket {bucket} has no access log.", "De bucket {bucket} heeft geen toegangslogboek."),
    (
        "Switch on its server access logging; from then on reads can be seen.",
        "Zet daar server access logging aan; vanaf dan is te zien wie leest.",
    ),
    (
        "What lies here cannot be changed by a program: write by_hand: [{verb}] for this table, and a person does it.",
        "Wat hier ligt kan geen programma veranderen: schrijf by_hand: [{verb}] bij deze tabel, dan doet een mens het.",
    ),
    (
        "Say which values to put there: in the order, or in the map as restrict: {column: value}.",
        "Zeg welke waarden er moeten komen: in de opdracht, of in de kaart als restrict: {kolom: waarde}.",
    ),
    (
        "The file of ca (or own_authorities) cannot be read as certificates.",
        "Het bestand van ca (of own_authorities) is niet als certificaten te lezen.",
    ),
    ("let it name a PEM file", "laat het een PEM-bestand noemen"),
    (
        "Only buckets have one: note what you saw elsewhere with belofte attest.",
        "Alleen buckets hebben er een: noteer wat u elders zag met belofte attest.",
    ),
    (
        "{collection} of {system} is not erased record by record.",
        "{collection} van {system} wordt niet per gegeven gewist.",
    ),
    (
        "Its own term ends it: belofte check says whether that is the right one.",
        "De eigen termijn daar maakt er een einde aan: belofte check zegt of die de juiste is.",
    ),
    (
        "The address is still on the list: make a new plan for this request and have it approved.",
        "Het adres staat nog op de lijst: maak een nieuw plan voor dit verzoek en laat het goedkeuren.",
    ),
    ("The contact is gone: make the plan again.", "Het contact is weg: maak het plan opnieuw."),
    (
        "SES does not take these values for this contact: look whether the list has these topics, then plan again.",
        "SES neemt deze waarden niet aan voor dit contact: kijk of de lijst deze onderwerpen heeft, en maak "
        "het plan opnieuw.",
    ),
    (
        "SES names a contact by its address: add the right address to the list, and have the wrong one erased.",
        "SES noemt een contact bij zijn adres: zet het juiste adres op de lijst, en laat het verkeerde wissen.",
    ),
    (
        "Write email: [email]: the address is how somebody is found.",
        "Schrijf email: [email]: op het adres wordt iemand gevonden.",
    ),
    ("Correct at.list, or leave it out for all lists.", "Verbeter at.list, of laat het weg voor alle lijsten."),
    ("asks to be called less often", "vraagt om minder vaak gevraagd te worden"),
    (
        "Nothing to decide: it is tried again, more slowly.",
        "Er is niets te beslissen: het wordt opnieuw geprobeerd, langzamer.",
    ),
    ("cannot answer at the moment", "kan nu niet antwoorden"),
    ("Nothing to decide: it is tried again.", "Er is niets te beslissen: het wordt opnieuw geprobeerd."),
    (
        "does not accept the signature: most often because this machine's clock differs from AWS's",
        "neemt de ondertekening niet aan: meestal doordat de klok van deze computer anders loopt dan die van AWS",
    ),
    (
        "Set the clock of this machine (timedatectl shows it); if it is right, look whether secret_key "
        "belongs to access_key.",
        "Zet de klok van deze computer goed (timedatectl toont hem); klopt hij, kijk dan of secret_key bij "
        "access_key hoort.",
    ),
    ("does not know this sign-in any more", "kent deze aanmelding niet meer"),
    (
        "Renew the keys that the system's access_key, secret_key or profile point at, then run belofte doctor.",
        "Vernieuw de sleutels waar access_key, secret_key of profile van het systeem naar wijzen, en draai "
        "dan belofte doctor.",
    ),
    ("says that it does not exist", "zegt dat het niet bestaat"),
    (
        "Look at at: in the system's map, or make it again.",
        "Kijk naar at: in de kaart van het systeem, of maak het opnieuw.",
    ),
    ("says that it lies in another region", "zegt dat het in een andere regio ligt"),
    ("Correct region: in the system's map.", "Verbeter region: in de kaart van het systeem."),
    ("The call {act} to {service} could not be made.", "De vraag {act} aan {service} kon niet gesteld worden."),
    ("Look at the system's map with belofte lint.", "Bekijk de kaart van het systeem met belofte lint."),
    ("Look at this service in the AWS console.", "Kijk naar deze dienst in het beheer van AWS."),
    ("{service} of AWS refused {act} ({code}).", "{service} van AWS weigerde {act} ({code})."),
    ("There are no keys to sign in at AWS with.", "Er zijn geen sleutels om bij AWS mee aan te melden."),
    (
        "Name them in the system's map (access_key and secret_key, or profile), or give this machine a role.",
        "Noem ze in de kaart van het systeem (access_key en secret_key, of profile), of geef deze computer een rol.",
    ),
    ("The sign-in at AWS has expired.", "De aanmelding bij AWS is verlopen."),
    ("Sign in again: aws sso login.", "Meld opnieuw aan: aws sso login."),
    ("No region is stated for AWS.", "Er is geen regio genoemd voor AWS."),
    ("Write region: in the system's map.", "Schrijf region: in de kaart van het systeem."),
    (
        "The certificate that {service} showed is not trusted here.",
        "Het certificaat dat {service} toonde, wordt hier niet vertrouwd.",
    ),
    (
        "Behind a proxy of your own: name its authority as ca: in the map, or as own_authorities in belofte.toml.",
        "Achter een eigen proxy: noem zijn certificaatautoriteit als ca: in de kaart, of als own_authorities "
        "in belofte.toml.",
    ),
    ("The proxy does not let us through to {service} of AWS.", "De proxy laat ons niet door naar {service} van AWS."),
    ("What answered for {service} is not AWS.", "Wat er voor {service} antwoordde, is AWS niet."),
    (
        "Look at the proxy on the way, and at endpoint: in the map.",
        "Kijk naar de proxy onderweg, en naar endpoint: in de kaart.",
    ),
    ("{service} of AWS cannot be reached.", "{service} van AWS is niet bereikbaar."),
    ("The account may not do {act} at {service}.", "Het account mag {act} niet bij {service}."),
    (
        "Give it the right that is missing: belofte doctor NAME --grants prints the policy.",
        "Geef het recht dat ontbreekt: belofte doctor NAAM --grants drukt het beleid voor AWS af.",
    ),
    (
        "A line of a log cannot be changed: it goes when the term of its group ends.",
        "Een regel van een logboek is niet te veranderen: hij gaat als de termijn van zijn groep om is.",
    ),
    (
        "This log group keeps its events for ever: set a retention on it (CloudWatch console, or "
        "put_retention_policy); then the day on which they go can be told.",
        "Deze loggroep bewaart alles voor altijd: stel er een termijn op in (beheer van CloudWatch, of "
        "put_retention_policy); dan is te zeggen op welke dag het gaat.",
    ),
    (
        "AWS has no count of this: look at the setting lifecycle, log-retention or backup-retention",
        "AWS telt dit niet: kijk naar de instelling lifecycle, log-retention of backup-retention",
    ),
    ("AWS does not know this", "AWS kent dit niet"),
    ("belofte doctor NAME says what is missing.", "belofte doctor NAAM zegt wat er ontbreekt."),
    (
        "The map of system {system} does not fit: {place} {problem}.",
        "De kaart van systeem {system} past niet: {place} {problem}.",
    ),
    (
        "lies in no service this connector knows ({services})",
        "ligt in geen dienst die deze koppeling kent ({services})",
    ),
    (
        "has a word under at: that {service} does not know ({words})",
        "heeft onder at: een woord dat {service} niet kent ({words})",
    ),
    ("has several values for at.{word}", "heeft meer dan één waarde voor at.{word}"),
    ("does not say at.{word}", "zegt at.{word} niet"),
    ("has no column email", "heeft geen kolom email"),
    ("has no list {name}", "heeft geen lijst {name}"),
    ("has at.days that is no number", "heeft een at.days dat geen getal is"),
    ("has no log group {name}", "heeft geen loggroep {name}"),
    ("has no bucket {name}", "heeft geen bucket {name}"),
    ("has no instance {name}", "heeft geen instance {name}"),
    ("names nothing that is copied", "noemt niets dat gekopieerd wordt"),
    ("has a name in at.prefix that finds nobody ({name})", "heeft in at.prefix een naam die niemand vindt ({name})"),
    ("does not say what {name} is", "zegt niet wat {name} is"),
    ("Write at: {where}.", "Schrijf at: {where}."),
    ("Words of {service}: {words}.", "Woorden van {service}: {words}."),
    ("Write one, and a table of its own for each other.", "Schrijf er één, en voor elk ander een eigen tabel."),
    ("Name the log groups.", "Noem de loggroepen."),
    ("Correct at.group, or take it out.", "Verbeter at.group, of haal het weg."),
    ("Correct at.bucket, or take the table out of the map.", "Verbeter at.bucket, of haal de tabel uit de kaart."),
    ("Name a kind, or a column of of:.", "Noem een soort gegeven, of een kolom van of:."),
    (
        "Put {name} in the list of its kind, such as customer-number: [{again}].",
        "Zet {name} in de lijst van zijn soort, zoals customer-number: [{again}].",
    ),
    (
        "Correct at.instance; where the instance is gone and snapshots remain, have a person look at them.",
        "Verbeter at.instance; is de instance weg en zijn er nog snapshots, laat dan iemand daarnaar kijken.",
    ),
    ("Write at: {instance: …} or {volume: …}.", "Schrijf at: {instance: …} of {volume: …}."),
    (
        "Backups of this system keep copies until this day.",
        "In back-ups van dit systeem staan tot deze dag nog kopieën.",
    ),
    (
        "Who may read a single object by its own ACL is not looked at; bucket policies, ACLs of buckets and IAM are.",
        "Wie één object door zijn eigen ACL mag lezen, wordt niet bekeken; beleid en ACL van buckets en IAM wel.",
    ),
    (
        "Store the object again with what is right, and have the old version erased.",
        "Sla het object opnieuw op met wat juist is, en laat de oude versie wissen.",
    ),
    (
        "This is about more than one person, so it is never taken away for one of them.",
        "Dit gaat over meer dan één persoon, en gaat dus nooit voor een van hen weg.",
    ),
    (
        "A legal hold lies on an object: it cannot be erased until whoever placed the hold takes it off (S3 "
        "console, or put_object_legal_hold); then make the plan again.",
        "Op een object ligt een legal hold: het kan pas weg als wie hem legde hem eraf haalt (beheer van S3, "
        "of put_object_legal_hold); maak dan het plan opnieuw.",
    ),
    (
        "Object Lock keeps a version until this day; erase it after that.",
        "Object Lock houdt een versie vast tot deze dag; wis die daarna.",
    ),
    (
        "S3 refuses to delete a version: the account lacks s3:DeleteObjectVersion (belofte doctor NAME "
        "--grants), or the bucket asks for a second factor at each deletion (MFA delete).",
        "S3 weigert een versie te wissen: het account heeft s3:DeleteObjectVersion niet (belofte doctor NAAM "
        "--grants), of de bucket vraagt bij elk wissen om een tweede factor (MFA delete).",
    ),
    (
        "Something is left in the bucket: look what writes there, and make a new plan.",
        "Er staat nog iets in de bucket: kijk wat daar schrijft, en maak een nieuw plan.",
    ),
    (
        "This bucket is copied to {buckets}, where the copies stay: declare that bucket as a table of its "
        "own, or have them erased there.",
        "Deze bucket wordt gekopieerd naar {buckets}, en daar blijven de kopieën: noem die bucket als een "
        "eigen tabel, of laat ze daar wissen.",
    ),
    (
        "Nothing in a snapshot can be changed: it goes as a whole.",
        "Aan een snapshot is niets te veranderen: hij gaat in zijn geheel.",
    ),
    (
        "Nothing deletes this snapshot by itself: delete it, or say until when it is needed and delete it then.",
        "Niets wist deze snapshot vanzelf: wis hem, of zeg tot wanneer hij nodig is en wis hem dan.",
    ),
    (
        "The snapshot goes when the instance's backup retention has passed.",
        "De snapshot gaat als de back-uptermijn van de instance om is.",
    ),
    (
        "The address is still on the suppression list: make a new plan for this request and have it approved.",
        "Het adres staat nog op de suppressielijst: maak een nieuw plan voor dit verzoek en laat het goedkeuren.",
    ),
    (
        "Nothing on this list can be put right: have the wrong address taken off, and the right one put on.",
        "Op deze lijst is niets te verbeteren: laat het verkeerde adres eraf halen, en het juiste erop zetten.",
    ),
    ("{service} of AWS {why} ({act}).", "{service} van AWS {why} ({act})."),
    ("{collection}.{column} is no field of {service}", "{collection}.{column} is geen veld van {service}"),
    ("{place}: objects about several people", "{place}: objecten over meer personen"),
    ("everybody with an AWS account", "iedereen met een AWS-account"),
)
