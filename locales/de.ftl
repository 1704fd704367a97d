### Die deutschen Texte. CONTRIBUTING.md erklärt diese Datei. Zwischen einer Zahl und ihrem Hauptwort steht ein
### geschütztes Leerzeichen.

## Errors, notices, and headings, by code

heading =
    .none = Seite nicht gefunden
    .method = Methode nicht erlaubt
    .forbidden = Anfrage blockiert
    .other_host = Unbekannte Adresse
    .too_many_attempts = Zu viele Versuche
    .unavailable = Vorübergehend nicht verfügbar
    .too_large = Anfrage zu groß
    .refused = Ungültige Anfrage
    .failed = Etwas ist schiefgelaufen
page =
    .none = Prüfe die Adresse oder gehe zur Startseite.
    .method = Diese Adresse unterstützt die Methode nicht.
    .malformed = Die Anfrage ist ungültig.
    .too_large = Die Anfrage ist größer, als dieser Server erlaubt.
    .too_slow = Die Anfrage brauchte länger als eine Minute. Versuche es mit einer schnelleren Verbindung noch einmal.
    .unknown_host = Um Worklog unter dieser Adresse zu öffnen, setze WORKLOG_PUBLIC_URL auf dem Server auf die URL, über die Worklog aufgerufen wird.
    .wrong_host = Dieser Server hat eine andere Adresse. Prüfe, welche du geöffnet hast.
    .other_site = Die Anfrage kam von einer anderen Website. Es wurde nichts geändert.
    .too_many_attempts = Zu viele Versuche. Versuche es in { $wait } noch einmal.
    .busy = Gerade melden sich viele an. Versuche es in ein paar Sekunden noch einmal.
    .imports_busy = Gerade werden andere Dateien importiert. Es wurde nichts importiert. Versuche es in ein paar Sekunden noch einmal.
    .bodies_busy = Gerade kommen viele große Anfragen an. Versuche es in ein paar Sekunden noch einmal.
    .searches_busy = Deine anderen Suchen laufen noch. Versuche es in ein paar Sekunden noch einmal.
    .database_away = Die Datenbank ist gerade nicht erreichbar. Was du gespeichert hast, geht nicht verloren. Versuche es in ein paar Sekunden noch einmal.
    .failed = Ein unerwarteter Fehler ist aufgetreten und wurde protokolliert. Versuche es noch einmal oder frage deinen Admin.
    .database_replaced = Die Datenbankdatei wurde im laufenden Betrieb gelöscht oder ersetzt, daher kann nichts gespeichert werden. Bitte deinen Admin, den Server neu zu starten.
    .disk_full = Auf dem Server ist kein Speicherplatz mehr frei, daher kann nichts gespeichert werden. Alles bisher Gespeicherte kannst du weiterhin sehen. Sage deinem Admin Bescheid.
wait =
    .second = einer Sekunde
    .seconds = { $count } Sekunden
    .minutes = { $count } Minuten
form =
    .content_type = Sende das Formular als application/x-www-form-urlencoded.
    .encoding = Das Formular enthält Bytes, die kein gültiges UTF-8 sind.
    .separator = Wähle „comma“ oder „semicolon“ als Trennzeichen.
    .range = Gib ein Start- und ein Enddatum ein, zum Beispiel 2026-03-31.
    .repeated = Das Feld „{ $name }“ wurde mehrmals gesendet.
    .unreadable = Das Formular konnte nicht gelesen werden: { $reason }.
missing =
    .account = Dieses Konto gibt es nicht mehr.
    .audit_entry = Diesen Eintrag gibt es nicht.
    .calendar = Diesen Kalender-Feed gibt es nicht. Vielleicht wurde er widerrufen.
    .change = Diese Änderung gibt es nicht.
    .day = Diesen Tag gibt es nicht. Wähle einen vom 1. Januar 1970 bis zum 31. Dezember 2100.
    .feed = Diesen Kalender-Feed gibt es nicht.
    .file = Diese Datei gibt es nicht.
    .invitation = Diese Einladung gibt es nicht.
    .month = Diesen Monat gibt es nicht. Wähle einen von Januar 1970 bis Dezember 2100.
    .session = Diese Sitzung gibt es nicht.
    .token = Dieses Token gibt es nicht.
    .type = Diesen Typ gibt es nicht.
    .user = Diesen Benutzer gibt es nicht.
    .year = Dieses Jahr wird nicht unterstützt. Verwende ein Jahr von 1970 bis 2100.
    .stored_year = Dieses Jahr wird nicht unterstützt. Verwende ein Jahr von 1970 bis 2100.
api =
    .not_logged_in = Nicht angemeldet
    .no_path = Diesen Pfad gibt es nicht.
    .read_only = Dieses Token darf nur lesen.
    .password_required = Melde dich neu an: Dafür musst du dein Passwort in den letzten 10 Minuten eingegeben haben.
    .token_by_token = Tokens können keine Tokens erstellen. Melde dich stattdessen an.
    .limited = Zu viele Anfragen. { $seconds ->
        [one] Versuche es in { $seconds } Sekunde noch einmal.
       *[other] Versuche es in { $seconds } Sekunden noch einmal.
    }
    .repeated = Gib das nur einmal an.
    .query_encoding = Die Abfrage enthält Bytes, die kein gültiges UTF-8 sind.
    .no_body = Sende ein JSON-Objekt als Body.
    .content_type = Sende JSON mit dem Header Content-Type: application/json.
    .body_encoding = Der Body enthält Bytes, die kein gültiges UTF-8 sind.
    .broken_off = Der Body ist unvollständig.
    .no_object = Der Body muss ein JSON-Objekt sein.
    .syntax = Der Body ist kein gültiges JSON: Fehler in Zeile { $line }, Spalte { $column }.
    .trailing = Entferne alles nach dem JSON-Objekt.
    .not_a_number = „{ $field }“ muss eine Zahl sein und darf nur einmal vorkommen.
    .not_a_text = „{ $field }“ muss ein String sein und darf nur einmal vorkommen.
    .half_a_range = Gib sowohl from als auch to an.
    .several_periods = Gib ein Datum, ein Jahr oder einen Zeitraum an, nicht mehreres.
    .not_a_year = Das ist kein gültiges Jahr. Schreibe es mit vier Ziffern, zum Beispiel 2026.
    .range_backwards = Der letzte Tag darf nicht vor dem ersten liegen.
    .range_too_long = Ein Zeitraum darf höchstens { $max } Tage haben.
    .no_data = Keine Daten gefunden
    .incorrect_password = Falsches Passwort
    .date_missing = Gib ein Datum ein.
    .already_logged = Für diesen Tag gibt es schon einen Eintrag. Ändere ihn mit PUT.
    .changed = Der Eintrag wurde geändert und hat ein neues ETag.
    .delete_which_year = Gib ein Jahr an.
    .delete_what = Gib ein Datum an oder deleteyear mit einem Jahr.
    .delete_one = Fordere immer nur eine Löschung an.
    .no_settings = Gib mindestens eins davon an: slack, remote, vacation, holiday oder sick.
    .no_token = Dieses Token gibt es nicht.
    .username_missing = Gib einen Benutzernamen ein.
    .password_missing = Gib ein Passwort ein.
    .new_password_missing = Gib ein neues Passwort ein.
done =
    .user_disabled = Benutzer deaktiviert und überall abgemeldet.
    .user_enabled = Benutzer aktiviert. Die Anmeldung ist wieder möglich.
    .reset_mailed = Link zum Zurücksetzen des Passworts gesendet.
    .admin_granted = Admin-Rolle vergeben.
    .admin_withdrawn = Admin-Rolle entzogen.
    .invited = Einladung gesendet.
    .invitation_revoked = Einladung widerrufen. Der Link funktioniert nicht mehr.
    .no_invitation_left = Nichts zu widerrufen: Diese Einladung wurde verwendet oder ist abgelaufen.
    .already_logged = Für diesen Tag gibt es schon einen Eintrag. Es wurde nichts geändert.
    .new_day = Seit du die Seite geöffnet hast, hat ein neuer Tag begonnen. Für ihn ist noch nichts eingetragen.
    .day_deleted = Eintrag gelöscht.
    .day_not_deleted = Dieser Tag wurde anderswo geändert und deshalb nicht gelöscht. Die gespeicherte Version steht unten.
    .day_not_saved = Deine Sitzung ist abgelaufen. Deine Änderungen sind noch nicht gespeichert: Prüfe sie unten und speichere dann.
    .saved = Gespeichert.
    .schedule_copied = Für alle Arbeitstage übernommen, aber noch nicht gespeichert.
    .schedule_saved = Arbeitsplan gespeichert.
    .schedule_deleted = Arbeitsplan gelöscht.
    .schedule_not_deleted = Deine Arbeitspläne wurden anderswo geändert. Es wurde nichts gelöscht. Prüfe sie und versuche es noch einmal.
    .change_not_removed = Es wurde nichts entfernt. Prüfe die Änderungen nach Jahr und versuche es noch einmal.
    .type_added = Typ hinzugefügt. Du kannst ihn jetzt auswählen.
    .type_archived = Typ archiviert. Bestehende Tage behalten ihn.
    .type_restored = Typ wiederhergestellt. Du kannst ihn wieder auswählen.
    .types_merged = Zusammengeführt. Alle Tage haben jetzt den anderen Typ.
    .address_link_sent = Bestätigungslink gesendet. Öffne ihn, um die neue Adresse zu bestätigen.
    .address_kept = Deine E-Mail-Adresse wurde nicht geändert.
    .address_removed = E-Mail-Adresse entfernt.
    .address_link_resent = Ein neuer Bestätigungslink wurde gesendet.
    .webhook_tested = Testnachricht gesendet. Sieh im Channel nach.
    .webhook_saved = Gespeichert. Änderungen werden jetzt im Channel gepostet.
    .webhook_removed = Entfernt. Änderungen werden nicht mehr gepostet.
    .feed_revoked = Kalender-Feed widerrufen. Seine Adresse funktioniert nicht mehr.
    .no_feed_left = Nichts zu widerrufen: Diesen Kalender-Feed gibt es nicht mehr.
    .other_sessions_ended = Alle anderen Sitzungen beendet.
    .session_ended = Sitzung beendet.
    .token_revoked = Token widerrufen. Es funktioniert nicht mehr.
    .logged_in = Angemeldet
    .account_created = Konto erstellt
    .password_changed = Passwort geändert
    .own_password_changed = Passwort geändert. Überall sonst bist du jetzt abgemeldet.
    .api_token_revoked = Token widerrufen
    .entry_deleted = Eintrag gelöscht
    .year_deleted = Jahr gelöscht
    .entries_deleted = Alle Einträge gelöscht
    .account_deleted = Konto gelöscht
    .deleted = Gelöscht.
    .days_deleted = { $days } gelöscht.
username = Benutzername
    .missing = Gib deinen Benutzernamen ein.
    .taken = Dieser Benutzername ist vergeben.
    .length = Der Benutzername muss 3 bis 64 Zeichen haben.
    .characters = Der Benutzername darf nur die Buchstaben a bis z, Ziffern, Punkte, Bindestriche und Unterstriche enthalten.
    .reserved = Dieser Benutzername ist reserviert. Wähle einen anderen.
identity =
    .missing = Gib deinen Benutzernamen oder deine E-Mail-Adresse ein.
password = Passwort
    .missing = Gib dein Passwort ein.
    .own_missing = Gib dein Passwort ein.
    .wrong = Falsches Passwort.
    .current_missing = Gib dein aktuelles Passwort ein.
    .current_wrong = Das aktuelle Passwort ist falsch.
    .differs = Die Passwörter stimmen nicht überein.
    .new_differs = Die neuen Passwörter stimmen nicht überein.
    .length = Das Passwort muss 8 bis 128 Zeichen haben.
    .breached = Dieses Passwort steht auf einer Liste gestohlener Passwörter. Wähle ein anderes.
    .is_current = Wähle ein anderes Passwort als dein aktuelles.
    .is_name = Das ist nur dein Benutzername oder der Name der Website mit ein paar Zeichen mehr. Wähle ein anderes Passwort.
    .too_common = Dieses Passwort ist zu leicht zu erraten. Hänge ein oder zwei Wörter an.
login =
    .wrong = Benutzername oder Passwort ist falsch.
    .current_wrong = Benutzername oder aktuelles Passwort ist falsch.
    .ended = Deine Sitzung ist abgelaufen. Melde dich an, um weiterzumachen.
    .password_changed = Passwort geändert. Melde dich mit dem neuen Passwort an.
welcome =
    .account_deleted = Konto gelöscht.
signup =
    .closed = Die Registrierung ist geschlossen. Bitte deinen Admin um ein Konto.
    .invited = Für die Registrierung brauchst du eine Einladung. Bitte deinen Admin darum.
    .invitation_ended = Diese Einladung wurde verwendet oder widerrufen oder ist abgelaufen. Bitte deinen Admin um eine neue.
    .no_invitations = Die Registrierung ist geschlossen, daher kannst du niemanden einladen.
link =
    .reset_ended = Dieser Link wurde verwendet oder ersetzt oder ist abgelaufen. Fordere einen neuen an.
    .confirmation_ended = Dieser Link wurde verwendet oder ersetzt oder ist abgelaufen. Fordere in deinem Konto einen neuen an.
email = E-Mail
    .confirmed = Falls du dein Passwort vergisst, kann ein Link zum Zurücksetzen dorthin gesendet werden.
    .invalid = Gib eine E-Mail-Adresse ein, zum Beispiel name@example.org.
mail =
    .none = Dieser Server verschickt keine E-Mails.
    .no_invitations = Dieser Server verschickt keine E-Mails. Lass das Feld leer und gib stattdessen den Link weiter.
time_zone =
    .unknown = Wähle eine Zeitzone, zum Beispiel Europe/Berlin.
invitation =
    .too_many = Du kannst höchstens { $max } offene Einladungen haben. Widerrufe zuerst eine.
admin =
    .no_such_action = Diese Aktion gibt es nicht.
    .no_longer = Du bist kein Admin mehr.
    .oneself = Nur ein anderer Admin kann dein Konto deaktivieren oder dir die Admin-Rolle entziehen.
    .disabled = Dieses Konto ist deaktiviert, der Link würde also nicht funktionieren. Aktiviere es zuerst.
    .no_address = Dieser Benutzer hat keine bestätigte E-Mail-Adresse.
audit =
    .nobody = Diesen Benutzernamen gibt es nicht.
token =
    .reads = Einträge, Summen und Einstellungen ansehen.
    .writes = Außerdem Einträge anlegen, ändern und löschen, Einstellungen ändern und das Konto löschen.
    .scope = Wähle eine Berechtigung: lesen oder schreiben.
    .expires = Wähle, wann es abläuft: 30d, 90d, 1y oder never.
    .name_taken = Ein anderes Token hat diesen Namen. Wähle einen anderen Namen oder widerrufe zuerst das andere Token.
    .too_many = Du kannst höchstens { $max } Tokens haben. Widerrufe zuerst eins.
delete = Löschen
    .confirm = Setze zur Bestätigung das Häkchen.
    .changed = Deine Einträge haben sich geändert, seit diese Seite angezeigt wurde. Prüfe, was gelöscht wird, und bestätige dann.
token_name =
    .empty = Gib einen Namen ein, zum Beispiel „Backup-Skript“.
    .too_long = Der Name darf höchstens { $max } Zeichen haben.
    .control = Entferne die Steuerzeichen aus dem Namen.
    .invisible = Entferne das unsichtbare Zeichen U+{ $code } aus dem Namen.
note =
    .too_long = Die Notiz darf höchstens { $max } Zeichen haben.
    .control = Entferne die Steuerzeichen aus der Notiz.
    .invisible = Entferne das unsichtbare Zeichen U+{ $code } aus der Notiz.
day =
    .type_missing = Wähle einen Typ.
    .halves_missing = Wähle einen Typ für den Vormittag, den Nachmittag oder beide.
    .version = Die Version ist keine Zahl.
    .type_archived = Dieser Typ ist archiviert. Wähle einen anderen oder stelle ihn unter „Typen“ wieder her.
    .location_of_other_type = „{ $location }“ war mit { $type } eingetragen. Lösche den Ort, oder speichere noch einmal, um ihn zu behalten.
days = { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
}
    .existing = Wähle, ob du eingetragene Tage behalten, ergänzen oder ersetzen willst.
    .not_halves = Verwende ganze oder halbe Tage, zum Beispiel 30 oder 12,5.
    .too_many = Ein Jahr hat höchstens { $max } Tage.
part =
    .unknown_type = Wähle einen deiner Typen.
    .location_missing = Gib einen Ort ein.
    .location_not_allowed = Dieser Typ hat keinen Ort. Lösche den Ort oder wähle einen anderen Typ.
    .location_without_type = Wähle einen Typ für diesen Ort oder lösche den Ort.
location = Ort
    .empty = Gib einen Ort ein.
    .too_long = Der Ort darf höchstens { $max } Zeichen haben.
    .control = Entferne die Steuerzeichen aus dem Ort.
    .invisible = Entferne das unsichtbare Zeichen U+{ $code } aus dem Ort.
notes = Notizen
    .too_long = Notizen dürfen höchstens { $max } Zeichen haben.
range =
    .backwards = Wähle ein Enddatum, das nicht vor dem Startdatum liegt.
    .too_long = Wähle höchstens { $max } Tage. Dieser Zeitraum hat { $days }.
search = Suchen
    .empty = Gib ein Suchwort ein.
    .too_long = Gib höchstens { $max } Zeichen ein.
week =
    .start = Wähle Montag, Samstag oder Sonntag.
    .day = Wähle Wochentage.
schedule = Arbeitsplan
    .type_missing = Wähle einen Typ oder lösche den Ort.
    .from_missing = Gib ein Startdatum ein.
    .exists = An diesem Tag beginnt schon ein anderer Arbeitsplan. Wähle ein anderes Datum oder bearbeite den vorhandenen.
    .weeks = Wähle, ob die Woche immer gleich ist oder zwei Wochen sich abwechseln.
    .too_many = Du kannst höchstens { $max } Arbeitspläne haben. Lösche zuerst einen.
    .order = Arbeitspläne müssen nach Startdatum geordnet sein, und der erste darf keins haben.
date = Datum
    .missing = Das Datum fehlt.
    .invalid = Das ist kein gültiges Datum. Schreibe es so: 31.03.2026.
    .several = „{ $text }“ enthält mehr als ein Datum. Verwende zwei Spalten für den ersten und den letzten Tag oder eine Zeile pro Tag.
    .out_of_range = Verwende ein Datum vom 01.01.1970 bis zum 31.12.2100.
    .no_such_day = { $date } ist kein gültiges Datum.
    .short_year = „{ $date }“ kann mit dem Jahr beginnen oder enden. Schreibe Jahre mit vier Ziffern, wie in 31.03.2026.
    .future_year = Das Jahr dieses Datums kann in der Vergangenheit oder in der Zukunft liegen. Schreibe Jahre mit vier Ziffern.
    .ambiguous = Tag und Monat dieses Datums könnten vertauscht sein. Schreibe Datumsangaben so: 31.03.2026.
bulk =
    .login_ended = Deine Sitzung ist abgelaufen. Es wurde noch nichts geändert. Prüfe die Vorschau und bestätige dann.
    .nothing_changed = Es wurde nichts geändert. Die Tage stimmen schon überein, oder es wurde kein Tag ausgewählt.
    .stale = Es wurde noch nichts geändert: Einige Tage wurden seit der Vorschau bearbeitet. Sieh dir die neue Vorschau an.
    .preview_expired = Diese Vorschau ist abgelaufen. Fülle das Formular noch einmal aus.
    .no_entries = An diesen Tagen ist nichts eingetragen.
    .no_pattern = Deine Standardwoche enthält für diese Tage nichts.
    .no_days = Keiner der gewählten Tage liegt im Zeitraum.
undo = Rückgängig machen
    .done = Rückgängig gemacht.
    .nothing_left = Es gab nichts mehr rückgängig zu machen.
    .changed_since = Das lässt sich nicht rückgängig machen, weil der { $day } seitdem geändert wurde.
    .not_done_changed = Nichts wurde rückgängig gemacht: Der { $day } wurde seitdem geändert, und diese Änderung ginge verloren.
    .not_done = Nichts wurde rückgängig gemacht. { $why }
    .too_late = Du kannst nur Änderungen der letzten { $minutes } Minuten rückgängig machen.
    .changed_types = Das lässt sich nicht rückgängig machen, weil beim Zusammenführen auch die Typen selbst geändert wurden.
year =
    .no_gaps = Es fehlen keine Tage.
type =
    .move = Wähle nach oben oder nach unten.
    .archive = Wähle, ob der Typ archiviert werden soll.
    .colour = Wähle eine Farbe.
    .kind = Wähle, als was Tage dieses Typs zählen.
    .location = Wähle, ob dieser Typ einen Ort hat.
    .slug = Der Kurzname eines Typs muss aus 1 bis 40 Buchstaben a bis z, Ziffern oder Bindestrichen bestehen.
    .gone = Diesen Typ gibt es nicht.
    .label_taken = Ein anderer Typ hat diesen Namen. Wähle einen anderen Namen.
    .too_many = Du kannst höchstens { $max } eigene Typen haben. Führe zuerst einen mit einem anderen zusammen.
    .last_offered = Behalte mindestens einen Typ, mit dem du Tage eintragen kannst.
merge =
    .location = Gib einen Ort ein: Einige dieser Tage haben keinen.
    .changed = Nichts wurde zusammengeführt: Diese Tage wurden seit der Vorschau geändert. Sieh dir die neue Vorschau an.
    .busy = Nichts wurde zusammengeführt: Diese Tage werden gerade anderswo geändert. Versuche es noch einmal.
    .too_large = Diese Tage enthalten zu viel Text, um sie auf einmal zu ändern. Nichts wurde zusammengeführt. Archiviere den Typ stattdessen.
    .built_in = Eingebaute Typen lassen sich nicht zusammenführen. Archiviere den Typ stattdessen.
    .same_type = Wähle einen anderen Typ zum Zusammenführen.
allowance =
    .years = Gib Jahre von 1970 bis 2100 ein, zum Beispiel 2026.
    .year_twice = Gib { $year } nur einmal ein.
    .from = Gib ein Jahr von 1970 bis 2100 ein, zum Beispiel 2026.
    .year_start = Wähle einen Monat.
    .employment = Wähle ein Enddatum, das nicht vor dem Startdatum liegt.
    .overdrawn = { $days } über deinem Kontingent für { $type } im Jahr { $year }.
    .expiry_month = Wähle einen Monat.
    .expiry = Gib einen Tag ein, den es in diesem Monat gibt.
label =
    .empty = Gib einen Namen für den Typ ein.
    .too_long = Der Name des Typs darf höchstens { $max } Zeichen haben.
    .control = Entferne die Steuerzeichen aus dem Namen des Typs.
    .invisible = Entferne das unsichtbare Zeichen U+{ $code } aus dem Namen des Typs.
feed =
    .presence = Zeigt „Bei der Arbeit“ oder „Abwesend“.
    .type = Zeigt „Remote“ oder „Urlaub“.
    .location = Zeigt „Remote, Hamburg“.
    .notes = Für deinen eigenen Kalender.
    .detail = Wähle, was du teilen möchtest.
    .too_many = Du kannst höchstens { $max } Kalender-Feeds haben. Widerrufe zuerst einen.
feed_name =
    .empty = Gib einen Namen ein, zum Beispiel „Mein Handy“.
    .too_long = Der Name darf höchstens { $max } Zeichen haben.
    .control = Entferne die Steuerzeichen aus dem Namen.
    .invisible = Entferne das unsichtbare Zeichen U+{ $code } aus dem Namen.
webhook =
    .no_address = Gib die vollständige Webhook-URL ein. Sie beginnt mit https://.
    .too_long = Die URL darf höchstens { $max } Zeichen haben.
    .not_https = Die URL muss mit https:// beginnen, nicht mit { $scheme }://.
    .credentials = Entferne Benutzername und Passwort aus der URL.
    .host = Webhooks sind nur zu { $allowed } erlaubt, nicht zu { $host }.
    .host_gone = Webhooks zu diesem Host sind nicht mehr erlaubt.
    .no_public_address = Der Host des Webhooks hat keine öffentliche IP-Adresse.
    .timeout = Der Webhook hat nicht innerhalb von { $seconds } Sekunden geantwortet.
    .unreachable = Der Webhook war nicht erreichbar.
    .answered = Der Webhook hat mit Status { $status } geantwortet. Prüfe die URL.
file =
    .missing = Wähle eine Datei oder füge den Text ein.
    .empty = Die Datei ist leer.
    .gone = Diese Datei ist nicht mehr gespeichert. Worklog bewahrt deine letzten { $max } Uploads bis zu eine Stunde lang auf. Lade die Datei noch einmal hoch.
    .damaged_workbook = Diese Datei ist keine XLSX-Arbeitsmappe oder ist beschädigt. Öffne sie in einer Tabellenkalkulation, speichere sie als XLSX oder CSV und lade diese Datei hoch.
    .unpacked_too_large = Diese Arbeitsmappe ist entpackt größer als 64 MiB. Speichere das Blatt als CSV und lade diese Datei hoch.
    .long_cell = Eine Zelle dieser Arbeitsmappe enthält zu viel Text: Excel erlaubt 32.767 Zeichen. Kürze ihn, oder speichere das Blatt als CSV und lade diese Datei hoch.
    .old_spreadsheet = Das ist eine alte oder verschlüsselte Excel-Datei. Öffne sie in einer Tabellenkalkulation, speichere sie ohne Passwort als XLSX oder CSV und lade diese Datei hoch.
    .pdf = Das ist eine PDF-Datei. Lade eine Tabelle (CSV oder XLSX), das JSON von Worklog oder einen Kalender (.ics) hoch.
    .packed = Das ist eine komprimierte Datei. Lade eine Tabelle (CSV oder XLSX), das JSON von Worklog oder einen Kalender (.ics) hoch.
    .picture = Das ist ein Bild. Lade eine Tabelle (CSV oder XLSX), das JSON von Worklog oder einen Kalender (.ics) hoch.
    .no_text = Das ist keine Textdatei oder UTF-16 ohne Byte Order Mark. Lade eine Tabelle (CSV oder XLSX), das JSON von Worklog oder einen Kalender (.ics) hoch.
    .unknown_header = Diese Datei ist keine Tabelle mit Kopfzeile und Zeilen.
    .upload_too_large = Die Datei ist größer als 5 MiB, das Limit für einen Import. Teile sie nach Jahren auf.
    .too_slow = Das Hochladen hat länger als eine Minute gedauert. Teile die Datei auf und lade die Teile hoch.
    .too_large = Die Datei ist größer als 5 MiB. Teile sie auf und lade die Teile hoch.
    .too_many_columns = Die erste Zeile hat { $columns } Spalten, das sind zu viele. Lade eine Tabelle mit Tagen hoch.
    .too_many_days = Die Datei umfasst mehr als { $max } Tage, das Limit für einen Import. Teile sie nach Jahren auf.
    .too_many_repeats = Die Zeilen dieser Datei umfassen mit Wiederholungen mehr als { $max } Tage. Entferne doppelte Zeilen.
    .too_many_types = Die Datei enthält mehr als { $max } Typen, die du nicht hast. Prüfe, ob du die richtige Spalte für den Typ gewählt hast.
    .too_many_records = Die Datei hat mehr als { $max } Zeilen, das Limit für einen Import. Teile sie nach Jahren auf.
    .too_much_text = Der Text ist zu lang für einen Import, die ersetzten Einträge mitgezählt. Teile die Datei nach Jahren auf.
import =
    .settings_done = Einstellungen importiert. Deine Tage sind unverändert.
    .only_settings = Diese Datei enthält nur Einstellungen. Der Import überschreibt deine, und das lässt sich nicht rückgängig machen. Deine Tage bleiben unverändert.
    .choices_missing = Es wurde noch nichts importiert. Ergänze unten die fehlenden Angaben.
    .moved = Deine Auswahl oder deine Tage haben sich seit der Vorschau geändert. Prüfe die neue Vorschau und importiere dann.
    .nothing = Nichts zu importieren. Deine Tage entsprechen schon der Datei, oder keine Zeile ist ausgewählt.
    .choice_missing = Wähle einen Typ.
    .type_missing = Der Typ fehlt.
    .half = Die Angabe zum halben Tag muss Vormittag, Nachmittag oder beides lauten oder leer sein.
    .ends_early = Das Ende liegt vor dem Anfang.
    .long_range = Der Zeitraum ist länger als { $max } Tage.
    .twice_line = { $day } steht schon in Zeile { $first }.
    .twice_event = { $day } kommt schon im Termin in Zeile { $first } vor.
    .twice_entry = { $day } kommt schon in Eintrag { $first } vor.
    .counts_differ = { $rows ->
        [one] Für { $rows } Zeile nennt die Datei eine andere Zahl von Tagen.
       *[other] Für { $rows } Zeilen nennt die Datei eine andere Zahl von Tagen.
    } Vergleiche unten die Ergebnisse.
    .open_quotation = Das schließende Anführungszeichen fehlt.
    .order_missing = Wähle, ob zuerst der Tag oder der Monat kommt.
    .year_missing = Wähle das Jahr.
mapping =
    .date_missing = Wähle die Spalte mit dem Datum.
    .type_missing = Wähle die Spalte mit dem Typ oder einen Typ für alle Zeilen.
table =
    .half = „{ $text }“ ist keine Tageshälfte wie Vormittag oder Nachmittag.
    .half_of_which = Diese Zeile umfasst mehrere Tage, daher ist unklar, welcher davon ein halber Tag ist. Verwende eine Zeile pro Tag.
    .hours = „{ $text }“ ist keine Stundenzahl. Schreibe 7:30 oder 7,5.
    .hours_missing = Diese Zeile hat einen Typ, aber keine Stunden. Gib die Stunden ein oder 0, um sie auszulassen.
    .off = Nicht importiert, weil der Status „{ $status }“ ist.
    .not_approved = nicht genehmigt
    .surplus = { $columns ->
        [one] Diese Zeile hat mehr Zellen als die Kopfzeile mit { $columns } Spalte.
       *[other] Diese Zeile hat mehr Zellen als die Kopfzeile mit { $columns } Spalten.
    } Setze Text, der ein Trennzeichen enthält, in Anführungszeichen.
ics =
    .half_of_which = Dieser Termin ist als halber Tag markiert, umfasst aber mehrere Tage. Verwende einen Termin pro Tag.
    .empty = Dieser Kalender enthält keine Termine.
    .cut_off = Dieser Termin hat kein Ende (END:VEVENT). Vielleicht ist die Datei abgeschnitten.
    .too_large = Dieser Termin ist größer als { $max } KiB. Falls er eine Datei enthält, exportiere ihn ohne Anhänge.
    .damaged = Dieser Termin ist kein gültiges iCalendar (RFC 5545).
    .frequency = Dieser Termin wiederholt sich weder wöchentlich noch jährlich. Exportiere seine Tage als einzelne Termine.
    .rule = Die Wiederholungsregel „{ $rule }“ wird nicht unterstützt. Exportiere die Tage als einzelne Termine.
    .rule_too_long = Die Wiederholungsregel dieses Termins ist zu lang. Exportiere seine Tage als einzelne Termine.
    .too_many_repeats = Die wiederholten Termine dieses Kalenders ergeben zu viele Tage. Wähle weniger Jahre.
    .all_free = Alle Termine sind als „frei“ markiert. Das ist bei Feiertagen üblich, daher sind sie anfangs ausgewählt.
    .some_free = Einige Termine sind anfangs nicht ausgewählt, weil sie im Gegensatz zu anderen als „frei“ markiert sind.
    .year = Gib ein Jahr von 1970 bis 2100 ein, zum Beispiel 2026.
    .years_reversed = Gib ein Jahr ein, das nicht vor dem ersten liegt.
    .observance = Gedenktag, kein freier Tag
    .working_day = Arbeitstag
    .free = als „frei“ markiert
    .tentative = mit Vorbehalt
    .cancelled = Dieser Termin ist abgesagt und wird deshalb nicht importiert.
    .no_start = Dieser Termin hat keinen Anfang (DTSTART).
    .duration = DURATION „{ $text }“ ist keine gültige Dauer.
    .date = { $name } „{ $text }“ ist kein gültiges Datum.
    .not_in_years = Dieser wiederholte Termin hat kein Datum von { $first } bis { $last }.
    .not_whole = Dieser Termin umfasst weder einen ganzen noch einen halben Tag.
json =
    .not_ours = Dieses JSON ist kein Export von Worklog.
    .cut_off = Dieses JSON ist unvollständig: Es endet in Zeile { $line }.
    .syntax = Das ist kein gültiges JSON: Fehler in Zeile { $line }, Zeichen { $column }.
    .no_version = Die Version in dieser Datei fehlt oder ist keine Zahl.
    .newer = Diese Datei stammt aus einer neueren Version von Worklog. Exportiere sie dort als CSV und lade diese Datei hoch.
    .no_entries = Die Einträge in dieser Datei fehlen oder sind keine Liste.
    .settings = Die Einstellungen in dieser Datei sind ungültig.
    .setting = Die Einstellung „{ $name }“ in dieser Datei ist ungültig.
    .entry = Eintrag { $number }{ $place }: { $why }
    .no_entry = Kein Objekt mit date, parts und notes.
    .missing = Fehlt.
    .no_text = Kein String.
    .parts = Die einzigen Teile sind day, am und pm.
    .either = Verwende entweder day oder am, pm oder beide.
    .part = Ein Teil hat einen Typ und optional einen Ort.
    .time = Keine gültige Zeitangabe wie 2026-11-18T08:30:00Z.
flask =
    .no_object = Das ist kein Objekt.
    .no_list = Das ist keine Liste.
    .no_type = „{ $name }“ ist kein Typ.
    .location_missing = Der Ort fehlt.
    .notes_control = Steuerzeichen in den Notizen wurden zu Leerzeichen.
    .notes_cut = Das Ende der Notizen wurde nach { $max } Zeichen abgeschnitten.
    .location_cut = Das Ende des Ortes wurde nach { $max } Zeichen abgeschnitten.
    .same_name = { $name } ist schon als { $username } importiert.
    .taken = Worklog hat schon ein Konto namens { $username }.
    .more_entries = { $count ->
        [one] { $count } weiterer Eintrag
       *[other] { $count } weitere Einträge
    }
    .changed_day = Dieser Tag wurde in Worklog geändert, die Änderung bleibt deshalb erhalten.

## Everywhere

language =
    .unknown = Wähle eine Sprache aus der Liste.
language-name = Deutsch
account = Konto
afternoon = Nachmittag
back = Zurück
cancel = Abbrechen
change-password = Passwort ändern
column-days = Tage
column-logged = Eingetragen
column-month = Monat
column-share = Anteil
copied = Kopiert
copied-by-hand = Markiert. Kopiere es mit Strg+C.
copy = Kopieren
date-and-time = { $date }, { $time }
date-range = { $first } bis { $last }
day-type = Typ
days-html = { $days ->
    [one] { $days }<span class="vh"> Tag</span>
   *[other] { $days }<span class="vh"> Tage</span>
}
duration-days = { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
}
duration-hours = { $hours ->
    [one] { $hours } Stunde
   *[other] { $hours } Stunden
}
duration-minutes = { $minutes ->
    [one] { $minutes } Minute
   *[other] { $minutes } Minuten
}
duration-seconds = { $seconds ->
    [one] { $seconds } Sekunde
   *[other] { $seconds } Sekunden
}
from = Von
half-days = Halbe Tage
log-in = Anmelden
log-out = Abmelden
morning = Vormittag
name = Name
nothing = Nichts
overwrite = Überschreiben
part-afternoon = { "nachmittags " }
part-at = { $name } ({ $location })
part-at-html = <b>{ $name }</b> ({ $location })
part-morning = { "vormittags " }
percent = { $percent } %
percent-below-one = <1 %
planned = geplant
planned-days = +{ $days } geplant
planned-days-html = +{ $days }<span class="vh"> geplant</span>
planned-shown = Geplante Tage stehen hinter „+“.
remove = Entfernen
revoke = Widerrufen
revoke-question = „{ $name }“ widerrufen?
save = Speichern
settings = Einstellungen
sign-up = Registrieren
this-browser = Gilt für diesen Browser.
this-year = Dieses Jahr
to = Bis
to-inclusive = Bis einschl.
today = Heute
type-holiday = Feiertag
type-office = Büro
type-remote = Remote
type-sick = Krank
type-vacation = Urlaub

## Layout, public pages, and error pages

layout-account-of-html = <span class="vh">Konto von </span><span class="name">{ $username }</span>
layout-admin = Admin
layout-log-today = Heute eintragen
layout-log-today-as = Heute eintragen:
layout-today-as = Heute:
layout-month = Monat
layout-nav = Hauptmenü
layout-outdated = Diese Seite ist möglicherweise veraltet. Deine ungespeicherten Änderungen sind noch da.
layout-report = Bericht
layout-skip = Zum Inhalt springen
layout-unreachable = Der Server ist nicht erreichbar. Deine ungespeicherten Änderungen erscheinen hier, sobald er antwortet.
layout-year = Jahr

theme = Farbschema
theme-dark = Dunkel
theme-light = Hell
theme-system = System
usual-afternoon = { $usual } (nachmittags)
usual-at = { $label }, { $location }
usual-halves = { $morning } / { $afternoon }
usual-morning = { $usual } (vormittags)
error-alert-html = <strong>{ $heading }.</strong> { $message }
error-changes-kept = Deine Änderungen bleiben auf dieser Seite erhalten.
error-request = Anfrage { $id }
error-request-html = Anfrage <code>{ $id }</code>
error-retry = Erneut versuchen
error-start-page = Zur Startseite
link-ended = Dieser Link funktioniert nicht mehr
link-ended-title = Link funktioniert nicht mehr
welcome-heading = Wissen, wo deine Tage geblieben sind
welcome-lead = Halte für jeden ganzen oder halben Tag fest, ob du im Büro oder remote gearbeitet hast, Urlaub hattest, krank warst oder ob Feiertag war. Den ganzen Monat siehst du auf einer Seite.
welcome-own-server = Worklog läuft auf deinem eigenen Server, und du kannst deine Daten jederzeit exportieren.
welcome-screenshot = Ein Monat mit Einträgen in Worklog, mit den Summen und dem Formular für einen Tag
welcome-title = Willkommen
welcome-types = Arten von Tagen
login-changes-kept = Deine Sitzung ist abgelaufen. Melde dich an, um weiterzumachen. Deine Änderungen sind noch da. Du kannst sie danach prüfen und speichern.
login-no-account-html = Noch kein Konto? <a href="/signup">Registrieren</a>
login-remember = Angemeldet bleiben
login-remember-hint = Nach deinem letzten Besuch bleibst du noch { $remember } angemeldet, ohne Häkchen nur { $idle }.
signup-email = E-Mail-Adresse (optional)
signup-email-hint = Zum Zurücksetzen deines Passworts und für Hinweise zu deinem Konto.
signup-has-account-html = Schon ein Konto? <a href="/login">Anmelden</a>
signup-invited = Du bist eingeladen. Wähle einen Benutzernamen und ein Passwort.
signup-username-hint = 3 bis 64 Zeichen: a bis z, Ziffern, Punkte, Bindestriche und Unterstriche.
password-confirm = Passwort bestätigen
password-confirm-new = Neues Passwort bestätigen
password-current = Aktuelles Passwort
password-forgotten = Passwort vergessen?
password-hint = 8 bis 128 Zeichen, zum Beispiel ein paar Wörter ohne Zusammenhang.
password-lead = Du wirst überall sonst abgemeldet. API-Tokens funktionieren weiter, sofern du sie nicht widerrufst.
password-new = Neues Passwort
password-revoke-tokens = Meine API-Tokens widerrufen
forgot-identity = Benutzername oder E-Mail-Adresse
forgot-lead = Du bekommst eine E-Mail mit einem Link, über den du ein neues Passwort wählen kannst.
forgot-no-mail = Dieser Server verschickt keine E-Mails. Bitte deinen Admin um einen Link zum Zurücksetzen des Passworts.
forgot-not-received = Keine E-Mail erhalten? Sieh im Spam-Ordner nach. Wenn dein Konto keine bestätigte Adresse hat, wende dich an deinen Admin.
forgot-requested = Wenn es ein Konto mit diesem Benutzernamen oder dieser E-Mail-Adresse gibt und die Adresse bestätigt ist, ist ein Link zum Zurücksetzen des Passworts unterwegs. Er ist 30 Minuten gültig.
forgot-requested-title = Sieh in deinem Postfach nach
forgot-send = Link senden
forgot-title = Passwort zurücksetzen
reset-lead-html = Für das Konto <b>{ $account }</b>. Du wirst überall abgemeldet, und deine API-Tokens werden widerrufen.
reset-retry = Neuen Link anfordern
reset-submit = Passwort festlegen
reset-title = Neues Passwort wählen
confirm-email-account = Zu deinem Konto
confirm-email-decline = Wenn das nicht deine Adresse ist, schließe diese Seite. Es ändert sich nichts.
confirm-email-done = Adresse bestätigt
confirm-email-lead-html = <b>{ $email }</b> für das Konto <b>{ $account }</b> verwenden? Links zum Zurücksetzen des Passworts werden dorthin gesendet.
confirm-email-month = Zu deinem Monat
confirm-email-submit = Adresse bestätigen
confirm-email-title = E-Mail-Adresse bestätigen
confirm-password-kept = Deine Änderungen sind noch da. Du kannst sie danach prüfen und speichern.
confirm-password-lead = Gib dein Passwort ein, um fortzufahren. Du hast es in den letzten 10 Minuten nicht eingegeben.
confirm-password-submit = Bestätigen
confirm-password-title = Bestätige, dass du es bist

## Month, day, and bulk edits

setup = Erste Schritte
setup-allowances = Urlaubsanspruch
setup-allowances-hint = Damit siehst du, wie viele Tage du noch hast.
setup-back = Weiter mit „Erste Schritte“
setup-dismiss = Ausblenden
setup-done = Erledigt
setup-finish-html = Erledigt<span class="vh">: { $label }</span>
setup-holidays = Feiertage
setup-holidays-hint = Importiere die Feiertage deiner Region aus einer Kalenderdatei.
setup-import = Frühere Einträge
setup-import-hint = Importiere, was du anderswo eingetragen hast, aus einer Tabelle oder einem Kalender.
setup-install = Worklog auf deinem Handy
setup-install-hint = Öffne diese Seite auf dem Handy und wähle im Browsermenü „Zum Startbildschirm hinzufügen“.
setup-progress = { $done } von { $all } erledigt
setup-open-html = Einrichten<span class="vh">: { $label }</span>
setup-skip-html = Überspringen<span class="vh">: { $label }</span>
setup-week = Standardwoche
setup-week-hint = Trage einen Tag oder eine ganze Woche mit einem Klick ein.
month-heading-html = { $month } <span>{ $year }</span>
month-months = Monate
month-next = Nächster Monat, { $month }
month-previous = Voriger Monat, { $month }
month-several-days = Mehrere Tage …
month-totals = Tage im { $month }
month-week-html = <span class="vh">Kalenderwoche </span>{ $number }
cell-nothing = nichts eingetragen
cell-notes = mit Notizen
cell-today = heute
keys = Tastenkürzel
keys-close = Schließen
keys-ctrl = Strg
keys-delete = Entf
keys-delete-day = Eintrag löschen
keys-enter = Enter
keys-home = Pos1
keys-log-today = heute aus der Standardwoche eintragen
keys-months = voriger oder nächster Monat
keys-move = zwischen Tagen wechseln
keys-open = Tag öffnen
keys-page-down = Bild ↓
keys-page-up = Bild ↑
keys-redo = letzte Änderung wiederholen
keys-search = suchen
keys-select = mehrere Tage auswählen
keys-set = { $name } für den Tag eintragen
keys-shift = Umschalt
keys-show = Tastenkürzel anzeigen
keys-single = Kürzel mit nur einer Taste
keys-today = heute
keys-undo = letzte Änderung rückgängig machen
select-days = { $days }, { $dates }
select-delete = Löschen …
select-first = Ab { $date }: Tippe auf den letzten Tag
select-more = Mehr …
select-usual-week = Standardwoche
day-changed = geändert am { $date }
day-changed-same-day = am selben Tag geändert
day-heading-html = { $weekday } <span>{ $date }</span>
day-heading-today-html = { $weekday } <span>{ $date }, heute</span>
day-heading-planned-html = { $weekday } <span>{ $date }, geplant</span>
day-history = Verlauf dieses Tages anzeigen
day-imported = importiert am { $date }
day-logged = Eingetragen am { $date }
day-locations = Letzte Orte
day-next = Nächster Tag
day-in-the-afternoon = am Nachmittag
where-required = (erforderlich)
where-optional = (optional)
where-none = (nicht bei diesem Typ)
day-previous = Voriger Tag
day-stale = { $problem } Öffne den Tag noch einmal.
toast-deleted = { $weekday }, { $date }: Eintrag gelöscht
toast-saved = { $weekday }, { $date }: { $entry }
toast-unchanged = { $weekday }, { $date }: nichts geändert
day-conflict-changed = Dieser Tag wurde anderswo geändert
day-conflict-choice-html = Überschreibe die gespeicherte Version mit dem Formular unten oder <a href="/day/{ $day }" data-discard hx-boost="true" hx-target="#main" hx-swap="outerHTML show:none">verwirf deine Änderungen</a>.
day-conflict-deleted = Dieser Tag wurde anderswo gelöscht
day-conflict-not-saved = nicht gespeichert
day-conflict-nothing = Nichts eingetragen.
day-conflict-saved = Gespeicherte Version
day-conflict-yours = Deine Version
month-discard = Ungespeicherte Änderungen verwerfen?
month-not-deleted = Am { $day } wurde nichts gelöscht.
month-not-deleted-because = Am { $day } wurde nichts gelöscht: { $reason }
month-not-set = Am { $day } wurde { $name } nicht eingetragen.
month-not-set-because = Am { $day } wurde { $name } nicht eingetragen: { $reason }
month-offline = Der Server ist nicht erreichbar.
month-offline-kept = Der Server ist nicht erreichbar. Deine Änderungen sind noch da. Versuche es noch einmal.
bulk-delete = Einträge löschen
bulk-delete-days = { $days ->
    [one] { $days } Tag löschen
   *[other] { $days } Tage löschen
}
bulk-existing = Tage mit Eintrag
bulk-fill = Halbe Tage ergänzen
bulk-fillable = { $days ->
    [one] Bei { $days } Tag ist ein halber Tag leer.
   *[other] Bei { $days } Tagen ist ein halber Tag leer.
}
bulk-hint = Du siehst zuerst eine Vorschau.
bulk-hint-usual-week = Du siehst zuerst eine Vorschau; die Standardwoche ergänzt nur Tage und halbe Tage ohne Eintrag.
bulk-keep = Behalten
bulk-log-days = { $days ->
    [one] { $days } Tag eintragen
   *[other] { $days } Tage eintragen
}
bulk-more = Weitere Aktionen für diese Tage
bulk-notes = Notizen für jeden Tag
bulk-nothing = Es gibt nichts zu ändern.
bulk-on = Wochentage
bulk-on-hint = Ohne Auswahl gilt jeder Tag.
bulk-preview = Vorschau
bulk-preview-delete = Vorschau: zu löschende Einträge
bulk-preview-usual-week = Vorschau: deine Standardwoche
bulk-replace = Ersetzen
bulk-set-up = Standardwoche einrichten
bulk-show-preview = Vorschau anzeigen
bulk-title = Mehrere Tage
bulk-undo = Du kannst das 10 Minuten lang rückgängig machen.
bulk-update-preview = Vorschau aktualisieren
bulk-usual-week = Standardwoche eintragen
bulk-working-days = Arbeitstage
plan-add = hinzufügen
plan-delete = löschen
plan-fill = ergänzen
plan-keep = behalten
plan-replace = ersetzen
plans-add = { $count } hinzufügen
plans-delete = { $count } löschen
plans-fill = { $count } ergänzen
plans-keep = { $count } behalten
plans-replace = { $count } ersetzen
step-added = hinzugefügt
step-deleted = gelöscht
step-filled = ergänzt
step-kept = behalten
step-replaced = ersetzt
step-unchanged = unverändert
steps-added = { $count } hinzugefügt
steps-deleted = { $count } gelöscht
steps-filled = { $count } ergänzt
steps-kept = { $count } behalten
steps-replaced = { $count } ersetzt
steps-unchanged = { $count } unverändert
step-from = von
step-to = zu
change-by-other = { $time }, von jemand anderem
change-by-you = { $time }, von dir
change-changed = { $days ->
    [one] { $days } Tag geändert
   *[other] { $days } Tage geändert
}
change-deleted = { $days ->
    [one] { $days } Tag gelöscht
   *[other] { $days } Tage gelöscht
}
change-imported = { $days ->
    [one] { $days } Tag importiert
   *[other] { $days } Tage importiert
}
change-logged = { $days ->
    [one] { $days } Tag eingetragen
   *[other] { $days } Tage eingetragen
}
change-merged = { $days ->
    [one] Zwei Typen an { $days } Tag zusammengeführt
   *[other] Zwei Typen an { $days } Tagen zusammengeführt
}
change-redo = Wiederholen
change-redone = Änderung wiederholt
change-go-to-month = Zum Monat
change-show-day = Tag anzeigen
change-show-month = Monat anzeigen
change-undo-until = Du kannst das bis { $time } Uhr rückgängig machen.
change-undone = Änderung rückgängig gemacht
change-usual-week = { $days ->
    [one] { $days } Tag aus deiner Standardwoche eingetragen
   *[other] { $days } Tage aus deiner Standardwoche eingetragen
}
history = Verlauf
history-changed = Geändert
history-deleted = Gelöscht
history-imported = Importiert
history-logged = Eingetragen
history-merged = Typen zusammengeführt
history-nothing = Für diesen Tag wurde noch nie etwas eingetragen.
history-range = Mit anderen Tagen eingetragen
history-title = Verlauf: { $day }
history-undone = Rückgängig gemacht
history-usual-week = Aus deiner Standardwoche eingetragen

## Year, report, and search

year-days = Alle Tage des Jahres { $year }
year-day = { $weekday }, { $day }. { $month }
year-next = { $year }, nächstes Jahr
year-previous = { $year }, voriges Jahr
year-totals = Tage im Jahr { $year }
year-years = Jahre
year-allowance = Kontingent { $year }
year-allowances = Kontingente
year-allowances-of = Kontingente, { $period }
year-at-end = Ende { $year }
year-brought-forward = Übertrag (eingegeben)
year-carried = Übertragen
year-carried-from = Aus { $year } übertragen
year-carry-question-html = <a href="{ $path }">Gib ein, wie viele Tage du ins Jahr { $year } mitgenommen hast ({ $name }).</a> Deine Einträge reichen nicht weit genug zurück, um das zu berechnen.
year-expired = Verfallen
year-left = { $days } übrig
year-left-planned = { $days } noch planbar
year-left-today = Heute übrig
year-over = { $days } zu viel
year-planned = Geplant
year-set-allowances-html = <a href="/settings/allowances">Lege jährliche Kontingente fest</a>, um zu sehen, was jeweils übrig ist.
year-used = Verbraucht
year-will-expire = Verfällt ungenutzt
year-by-month = Nach Monat
year-by-type = Tage nach Typ
year-locations = Alle Orte
year-no-days = Keine Tage im Jahr { $year }.
year-nothing = Keine Einträge im Jahr { $year }.
year-other = Andere
year-planned-counted = Geplante Tage sind mitgezählt.
year-remote = Remote-Orte
year-unit = { $days ->
    [one] Tag
   *[other] Tage
}
share = Büroanteil
share-12-weeks = 12 Wochen
share-by = Büroanteil nach
share-dates = { $first } – { $last }
share-dates-in-month = { $first }.–{ $last }
share-days = { $office } von { $worked }
share-hint = Anteil der Bürotage an deinen Arbeitstagen bis heute, ohne freie Tage.
share-month = Monat
share-none = Keine gearbeiteten Tage im Jahr { $year }.
share-of-quarter = Q{ $number }
share-of-week = KW { $number }
share-quarter = Quartal
share-to-week = Bis KW { $number }
share-total-html = <b>{ $percent }</b> im Jahr { $year } <small>{ $office } von { $worked ->
    [one] { $worked } Tag
   *[other] { $worked } Tagen
}</small>
share-week = Woche
missing-days = Fehlende Tage
missing-began-later = Bis Ende { $year } gibt es keine Einträge. Fehlende Tage werden ab deinem ersten Eintrag gezählt.
missing-sum = { $days ->
    [one] Seit deinem ersten Eintrag fehlt { $days } Tag. Ein halber Tag ohne Eintrag zählt als 0,5 Tage.
   *[other] Seit deinem ersten Eintrag fehlen { $days } Tage. Ein halber Tag ohne Eintrag zählt als 0,5 Tage.
}
missing-run-html = { $days }<span class="vh">. { $month }</span>
missing-range = { $first }–{ $last }
missing-working-days-html = { $days ->
    [one] { $days }<span class="vh"> Arbeitstag</span>
   *[other] { $days }<span class="vh"> Arbeitstage</span>
}
report = Bericht
report-count = { $days ->
    [one] { $days } Tag eingetragen
   *[other] { $days } Tage eingetragen
}
report-count-planned = { $logged ->
    [one] { $logged } Tag eingetragen, { $planned } geplant
   *[other] { $logged } Tage eingetragen, { $planned } geplant
}
report-count-only-planned = { $days ->
    [one] { $days } Tag geplant
   *[other] { $days } Tage geplant
}
report-csv = Als CSV speichern
report-dates = { $days ->
    [one] an { $days } Tag
   *[other] an { $days } Tagen
}
report-last-month = Vormonat
report-last-year = Vorjahr
report-locations = Orte
report-notes = Mit Notizen
report-nothing = In diesem Zeitraum ist nichts eingetragen.
report-only = Nur { $types }
report-periods = Zeiträume
report-print = Drucken
report-range = { $from } – { $to }
report-range-in-month = { $first }.–{ $last }. { $month }
report-show = Bericht anzeigen
report-this-month = Dieser Monat
report-types = Typen
report-types-hint = Ohne Auswahl enthält der Bericht alle Typen.
search-caption = Einträge, neueste zuerst
search-field = Notizen, Orte und Typen
search-none = Keine Einträge gefunden.
search-older = Ältere Einträge
search-title = Suche

## Settings

settings-edit-html = Bearbeiten<span class="vh">: { $what }</span>
settings-remove-html = Entfernen<span class="vh">: { $what }</span>
settings-revoke-html = Widerrufen<span class="vh">: { $name }</span>
settings-saved = Gespeichert.
conflict-choice-html = Überschreibe die gespeicherte Version mit dem Formular unten oder <a href="{ $path }">verwirf deine Änderungen</a>.
conflict-saved = Gespeicherte Version
conflict-setting = Einstellung
conflict-title = Diese Einstellungen wurden anderswo geändert
conflict-yours = Deine Version
general = Allgemein
general-browser-language = Wie im Browser
general-language = Sprache
general-language-hint = Für Seiten, E-Mails und Slack-Nachrichten.
general-time-zone = Zeitzone
general-time-zone-hint = Legt fest, wann ein neuer Tag beginnt.
general-week-start = Wochenbeginn
types = Typen
types-add = Typ hinzufügen
types-add-hint = Fortbildung, Dienstreise, Kind krank, Elternzeit … Du kannst noch { $count } hinzufügen.
types-archive-html = Archivieren<span class="vh">: { $label }</span>
types-archived = Archiviert
types-archived-hint = Bestehende Tage behalten diese Typen; für neue Tage stehen sie nicht zur Auswahl.
types-color = Farbe
types-color-amber = Bernstein
types-color-blue = Blau
types-color-brown = Braun
types-color-green = Grün
types-color-olive = Oliv
types-color-pink = Rosa
types-color-red = Rot
types-color-slate = Schiefergrau
types-color-teal = Petrol
types-color-violet = Violett
types-full = Du kannst keine weiteren Typen hinzufügen. Führe zuerst zwei zusammen.
types-kind = Zählt als
types-kind-leave = Abwesenheit
types-kind-off = Freier Tag
types-kind-work = Arbeit
types-lead = Die Reihenfolge gilt auch für die Auswahl. Im Kalender trägst du einen Typ mit der angezeigten Taste ein.
types-location-none = Keiner
types-location-optional = Optional
types-location-required = Erforderlich
types-merge-html = Zusammenführen<span class="vh">: { $label }</span> …
types-move-down = { $label } nach unten
types-move-up = { $label } nach oben
types-restore-html = Wiederherstellen<span class="vh">: { $label }</span>
types-summary-html = { $kind }, { $location }
types-summary-key-html = { $kind }, { $location }, <span class="whole">Taste <kbd>{ $key }</kbd></span>
types-summary-none = ohne Ort
types-summary-optional = Ort optional
types-summary-required = Ort erforderlich
merge-allowance = Das Kontingent von „{ $from }“ wird gelöscht. Das Kontingent von „{ $into }“ ändert sich nicht.
merge-becomes = wird zu
merge-continue = Weiter
merge-dates = { $dates } und { $last }
merge-day = { $days ->
    [one] { $days } Tag am { $date } wird geändert.
   *[other] { $days } Tage am { $date } werden geändert.
}
merge-days = { $days ->
    [one] { $days } Tag vom { $first } bis zum { $last } wird geändert.
   *[other] { $days } Tage vom { $first } bis zum { $last } werden geändert.
}
merge-final = Das lässt sich nicht rückgängig machen.
merge-into = Zusammenführen mit
merge-lead = Alle Tage dieses Typs bekommen einen anderen Typ. Du siehst zuerst eine Vorschau.
merge-location = Ort (erforderlich)
merge-location-hint = „{ $label }“ erfordert einen Ort; er gilt für diese Tage: { $dates }.
merge-locations = „{ $label }“ hat keine Orte. Die Orte dieser Tage bleiben nur im Änderungsverlauf erhalten.
merge-more-dates = { $dates } und { $count } weitere
merge-no-days = Kein Tag hat diesen Typ.
merge-page = Typen zusammenführen
merge-removed = „{ $label }“ wird aus deinen Typen entfernt. Im Änderungsverlauf bleibt der Typ sichtbar.
merge-submit = Mit „{ $label }“ zusammenführen
merge-title = „{ $label }“ zusammenführen
allowances = Kontingente
allowances-balance = { $used } von { $available } verbraucht
allowances-balance-planned = { $used } von { $available } verbraucht, { $planned } geplant
allowances-brought = { $days } aus dem Vorjahr
allowances-brought-expired = { $days } aus dem Vorjahr, davon { $expired } nach dem { $date } verfallen
allowances-brought-expiring = { $days } aus dem Vorjahr, davon { $expiring } bis { $date } zu nehmen
allowances-calendar = Kontingentjahr
allowances-calendar-lead = Diese Einstellungen gelten für alle Kontingente. Wenn du sie änderst, werden alle Jahre neu berechnet.
allowances-carried = { $days } übertragen
allowances-carried-expired = { $days } übertragen, davon { $expired } nach dem { $date } verfallen
allowances-carried-expiring = { $days } übertragen, davon { $expiring } bis { $date } zu nehmen
allowances-carry = Ungenutzte Tage übertragen
allowances-changes = Änderungen nach Jahr
allowances-changes-of = Änderungen von „{ $label }“ nach Jahr
allowances-days = Tage pro Jahr
allowances-days-hint = Leer bedeutet unbegrenzt, 0 bedeutet keine Tage.
allowances-employed-from = Beschäftigt ab
allowances-employed-hint = Wenn du im Laufe eines Jahres anfängst oder aufhörst, werden deine Tage für dieses Jahr anteilig berechnet.
allowances-employed-until = Beschäftigt bis
allowances-exception-carried = Übertragen
allowances-exception-carried-label = In dieses Jahr übertragene Tage
allowances-exception-days = Tage
allowances-exception-days-label = Tage in diesem Jahr
allowances-exception-year = Jahr
allowances-exceptions = Ausnahmen nach Jahr
allowances-exceptions-hint = Was du als Übertrag eingibst, ersetzt den berechneten. -2 heißt, dass du im Vorjahr zwei Tage zu viel genommen hast.
allowances-exceptions-start = Wenn du { $year } schon vor deinem ersten Eintrag Tage genommen hast, gib den Rest als Ausnahme ein.
allowances-expiry = Übertrag gültig bis
allowances-expiry-date = { $day }. { $month }
allowances-expiry-day = Tag
allowances-expiry-month = Monat
allowances-from = Gilt ab
allowances-from-blank = alle Jahre
allowances-from-hint = Frühere Jahre ändern sich nicht.
allowances-lead = Wie viele Tage jedes Typs du pro Jahr nehmen kannst. Rechts steht, was Ende { $year } nach Abzug der geplanten Tage übrig ist.
allowances-lead-none = Wie viele Tage jedes Typs du pro Jahr nehmen kannst.
allowances-left = { $days } übrig
allowances-most = Höchstens übertragen
allowances-most-all = Alle
allowances-most-blank = alle
allowances-no = Nein
allowances-no-expiry = Verfällt nicht
allowances-no-limit = Kein Kontingent
allowances-over = { $days } zu viel
allowances-question-html = <a href="{ $path }">Gib ein, wie viele Tage du ins Jahr { $year } mitgenommen hast ({ $name }).</a> Deine Einträge reichen nicht weit genug zurück, um das zu berechnen.
allowances-rule-carry = { $days }, mit Übertrag
allowances-rule-carry-most = { $days }, Übertrag höchstens { $most }
allowances-rule-carry-most-until = { $days }, Übertrag höchstens { $most }, gültig bis { $date }
allowances-rule-carry-until = { $days }, Übertrag gültig bis { $date }
allowances-rule-days = { $days ->
    [one] { $days } Tag pro Jahr
   *[other] { $days } Tage pro Jahr
}
allowances-rule-days-in = { $days ->
    [one] { $days } Tag im Jahr { $year }
   *[other] { $days } Tage im Jahr { $year }
}
allowances-rule-no-limit-in = Unbegrenzt im Jahr { $year }
allowances-year-carried = { $year }: { $carried } übertragen
allowances-year-days = { $days ->
    [one] { $year }: { $days } Tag
   *[other] { $year }: { $days } Tage
}
allowances-year-days-carried = { $days ->
    [one] { $year }: { $days } Tag, { $carried } übertragen
   *[other] { $year }: { $days } Tage, { $carried } übertragen
}
allowances-year-start = Beginnt im
allowances-years-from = Ab { $year }
allowances-years-until = Bis { $year }
allowances-yes = Ja
schedule-add = Neuer Arbeitsplan ab …
schedule-afternoon-location-on = Ort am { $weekday }, Nachmittag
schedule-afternoon-type-on = Typ am { $weekday }, Nachmittag
schedule-anchor = Ein Tag in Woche A
schedule-anchor-hint = Beide Wochen beginnen am Montag.
schedule-copy-html = Für alle Arbeitstage übernehmen<span class="vh">: { $weekday }</span>
schedule-current = Aktuell
schedule-day = { $weekday } { $usual }
schedule-delete-hint = Wenn du einen Arbeitsplan löschst, gilt stattdessen der vorherige, auch für vergangene Tage.
schedule-delete-html = Löschen<span class="vh"> (Arbeitsplan: { $start })</span>
schedule-edit-html = Bearbeiten<span class="vh"> (Arbeitsplan: { $start })</span>
schedule-first-heading = Arbeitsplan von Anfang an
schedule-from = Startdatum
schedule-from-beginning = Von Anfang an
schedule-from-date = Ab { $date }
schedule-heading = Arbeitsplan ab { $date }
schedule-lead-first-html = Deine Arbeitstage und deine Standardwoche, mit der du schnell <a href="/days">Tage einträgst</a>. Dieser Arbeitsplan gilt für alle Tage, auch für vergangene.
schedule-lead-html = Deine Arbeitstage und deine Standardwoche, mit der du schnell <a href="/days">Tage einträgst</a>. Frühere Tage behalten ihren Arbeitsplan.
schedule-list = Arbeitspläne
schedule-list-lead = Bearbeite einen Arbeitsplan, um ihn zu korrigieren, auch für vergangene Tage. Ändert sich deine Woche, lege einen neuen an.
schedule-location-on = Ort am { $weekday }
schedule-new = Neuer Arbeitsplan
schedule-no-working-days = Keine Arbeitstage
schedule-not-set = Kein Typ
schedule-save = Arbeitsplan speichern
schedule-start = Gilt ab
schedule-start-beginning = Anfang
schedule-title = Arbeitsplan
schedule-type-on = Typ am { $weekday }
schedule-usual-week = Standardwoche
schedule-usual-weeks = Standardwochen
schedule-usual-weeks-one = Eine
schedule-usual-weeks-two = Zwei im Wechsel
schedule-week-a = Woche A
schedule-week-a-hint = Woche A ist die Woche mit dem Startdatum, von Montag bis Sonntag.
schedule-week-b = Woche B
schedule-weekday-b = { $weekday }, Woche B
schedule-weeks-alternate = Woche A und B im Wechsel
schedule-weeks-same = Jede Woche gleich
schedule-working-days = Arbeitstage
schedule-working-days-hint = Andere Tage sind im Kalender ausgegraut.
account-add-email = E-Mail-Adresse hinzufügen
account-change-email = E-Mail-Adresse ändern
account-confirmed = bestätigt
account-email-hint = Zum Zurücksetzen deines Passworts und für Hinweise zu deinem Konto; leer lassen für keine Adresse.
account-link-sent = An diese Adresse wurde ein Bestätigungslink gesendet. Er ist 24 Stunden gültig.
account-new-email = Neue E-Mail-Adresse
account-no-email = keine
account-no-mail = Dieser Server verschickt keine E-Mails, deshalb können Adressen nicht bestätigt werden. Wenn du dein Passwort vergisst, wende dich an deinen Admin.
account-password = Wenn du dein Passwort änderst, wirst du überall sonst abgemeldet.
account-resend = Link erneut senden
account-save-email = E-Mail-Adresse speichern
account-unconfirmed = noch nicht bestätigt
webhook-page = Slack
webhook-example-location = Zuhause
webhook-failure = Eine Nachricht konnte innerhalb von 24 Stunden nicht zugestellt werden ({ $date }). { $reason }
webhook-full = 1.000 Nachrichten warten auf die Zustellung. Bis einige zugestellt sind, werden Änderungen nicht gepostet.
webhook-lead-html = Worklog postet eine Nachricht in einem Channel, wenn du einen Tag einträgst, änderst oder löschst: <q>{ $example }</q>. Änderst du mehrere Tage auf einmal, kommt nur eine Nachricht. Notizen werden nicht gesendet.
webhook-new-url = Neue Webhook-URL
webhook-none = Kein Webhook
webhook-target = Ziel
webhook-test = Testnachricht senden
webhook-label = Webhook
webhook-url-hint = Kopiere sie in Slack unter Apps > Incoming Webhooks > Add to Slack; hier wird sie nicht noch einmal angezeigt.
webhook-url = Webhook-URL
feeds = Kalender-Feeds
feeds-address = Adresse des Feeds
feeds-copy-now = Kopiere diese Adresse jetzt. Sie wird nicht noch einmal angezeigt.
feeds-create = Feed erstellen
feeds-created = Feed „{ $name }“ erstellt
feeds-created-on = erstellt am { $date }
feeds-detail = Was geteilt wird
feeds-detail-location = Typ und Ort
feeds-detail-notes = Alles, auch Notizen
feeds-detail-presence = Bei der Arbeit oder abwesend
feeds-detail-type = Typ
feeds-last-read = zuletzt gelesen am { $date }, { $time }
feeds-lead = Sieh deine Tage in einer Kalender-App, ohne dich anzumelden: die letzten 12 Monate und alle geplanten Tage. Arbeit erscheint als frei, alles andere als beschäftigt.
feeds-list = Feeds
feeds-name-hint = Wird in Kalender-Apps angezeigt, zum Beispiel „Das Team“ oder „Mein Handy“.
feeds-new = Neuer Feed
feeds-none = Noch keine Feeds.
feeds-not-read = noch nicht gelesen
feeds-revoke-text = Die Adresse funktioniert sofort nicht mehr, aber Apps, die den Feed schon gelesen haben, behalten seine Termine möglicherweise. Das lässt sich nicht rückgängig machen.
feeds-subscribe = Auf diesem Gerät abonnieren
feeds-subscribe-hint = Auf anderen Geräten abonnierst du diese Adresse in deiner Kalender-App; wer sie kennt, kann den Feed lesen.
sessions = Sitzungen
sessions-browser = { $program } unter { $system }
sessions-browser-unknown = Unbekannter Browser
sessions-browser-unknown-system = Unbekannter Browser unter { $system }
sessions-current = diese Sitzung
sessions-end-html = Sitzung beenden<span class="vh">: { $browser }, zuletzt aktiv am { $date }</span>
sessions-end-others = Alle anderen Sitzungen beenden
sessions-first-seen = angemeldet am { $date }
sessions-hint = API-Tokens bleiben gültig, wenn du eine Sitzung beendest.
sessions-last-seen = zuletzt aktiv am { $date }
sessions-lead-html = Hier bist du angemeldet. Wenn du einen Browser nicht erkennst, beende seine Sitzung und <a href="/password">ändere dein Passwort</a>.

tokens = API-Tokens
tokens-copy-command = Befehl kopieren
tokens-copy-now = Kopiere es jetzt. Es wird nicht noch einmal angezeigt.
tokens-create = Token erstellen
tokens-created = Token „{ $name }“ erstellt
tokens-created-on = erstellt am { $date }
tokens-example = So rufst du zum Beispiel deine Einträge dieses Jahres ab:
tokens-expired = abgelaufen am { $date }
tokens-expires = Läuft ab
tokens-expires-in = { $days ->
    [one] läuft in { $days } Tag ab
   *[other] läuft in { $days } Tagen ab
}
tokens-expires-on = läuft am { $date } ab
tokens-expires-today = läuft heute ab
tokens-expires-tomorrow = läuft morgen ab
tokens-lead-html = Mit Tokens können deine Skripte und Apps die <a href="/api/">API</a> ohne dein Passwort verwenden.
tokens-lifetime-days = { $days ->
    [one] In { $days } Tag, am { $date }
   *[other] In { $days } Tagen, am { $date }
}
tokens-lifetime-never = Nie
tokens-lifetime-year = In einem Jahr, am { $date }
tokens-list = Tokens
tokens-name-hint = Wo du das Token verwendest, zum Beispiel „Backup-Skript“ oder „Laptop“.
tokens-never-expires = läuft nie ab
tokens-never-used = noch nie verwendet
tokens-new = Neues Token
tokens-none = Noch keine Tokens.
tokens-revoke-hint = Wenn du dein Passwort änderst, bleiben Tokens gültig; wenn du es zurücksetzt, werden sie widerrufen.
tokens-revoke-text = Programme, die dieses Token verwenden, verlieren sofort den Zugriff. Das lässt sich nicht rückgängig machen.
tokens-scope = Berechtigungen
tokens-scope-read = Lesen
tokens-scope-write = Lesen und schreiben
tokens-token = Token
tokens-used-days-ago = { $days ->
    [one] zuletzt vor { $days } Tag verwendet
   *[other] zuletzt vor { $days } Tagen verwendet
}
tokens-used-on = zuletzt am { $date } verwendet
tokens-used-today = zuletzt heute verwendet
tokens-used-yesterday = zuletzt gestern verwendet
data = Daten
data-account-hint = Dein Konto und alles darin; du wirst überall abgemeldet.
data-all = Alle Einträge
data-all-hint = { $entries }; dein Konto und deine Einstellungen bleiben erhalten.
data-delete = Endgültig löschen
data-delete-account-html = Löschen<span class="vh">: Konto</span> …
data-delete-all-html = Löschen<span class="vh">: alle Einträge</span> …
data-delete-hint = Du wirst vorher um Bestätigung gebeten. Gelöschtes lässt sich nicht wiederherstellen.
data-delete-year-html = Löschen<span class="vh">: { $year }</span> …
data-only-history = Der Verlauf gelöschter Tage
delete-account = Konto löschen
delete-account-backups = Bestehende Backups des Servers, bis sie ersetzt werden
delete-account-export-html = Das lässt sich nicht rückgängig machen. Exportiere vorher eine Kopie: <a href="/export.json">export.json</a> kann in ein anderes Konto importiert werden.
delete-account-feeds = Deine Kalender-Feeds; die Links funktionieren dann nicht mehr
delete-account-history = Der Verlauf aller Tage
delete-account-itself = Dein Konto „{ $username }“ mit Passwort, E-Mail-Adresse und Einstellungen
delete-account-keep = Konto behalten
delete-account-password = Dein Passwort
delete-account-sessions = Alle deine Sitzungen, auch diese
delete-account-tokens = Deine API-Tokens; sie funktionieren dann nicht mehr
delete-account-unsent = Ungesendete Nachrichten und hochgeladene Dateien, die noch nicht importiert sind
delete-account-username = Dein Benutzername; er wird wieder frei
delete-all = Alle Einträge löschen
delete-confirm-days = { $days ->
    [one] { $days } Tag endgültig löschen
   *[other] { $days } Tage endgültig löschen
}
delete-confirm-days-of = { $days ->
    [one] { $days } Tag aus dem Jahr { $year } endgültig löschen
   *[other] { $days } Tage aus dem Jahr { $year } endgültig löschen
}
delete-confirm-history = Den Verlauf endgültig löschen
delete-confirm-history-of = Den Verlauf aus dem Jahr { $year } endgültig löschen
delete-content = Typen, Orte und Notizen dieser Tage
delete-days-html = { $days ->
    [one] <b>{ $days } Tag</b>: { $dates }
   *[other] <b>{ $days } Tage</b>: { $dates }
}
delete-deleted = Wird gelöscht
delete-export-html = Das lässt sich nicht rückgängig machen. Exportiere vorher eine Kopie: <a href="{ $path }">export.json</a> kann wieder importiert werden. Bestehende Backups des Servers enthalten diese Tage, bis sie ersetzt werden.
delete-history = Der Verlauf dieser Tage
delete-history-and-earlier = Der Verlauf dieser und früher gelöschter Tage
delete-keep-days = Tage behalten
delete-keep-history = Verlauf behalten
delete-keeps-account = Dein Konto und deine Einstellungen, auch Typen und Kontingente
delete-keeps-feeds = Deine Kalender-Feeds, ohne diese Tage
delete-keeps-tokens = Deine API-Tokens
delete-keeps-years = Alle anderen Jahre und die in sie übertragenen Tage
delete-kept = Bleibt erhalten
delete-nothing = Es ist nichts eingetragen, also gibt es nichts zu löschen.
delete-nothing-in = Im Jahr { $year } ist nichts eingetragen, also gibt es nichts zu löschen.
delete-submit = Endgültig löschen
delete-uploads = Hochgeladene Dateien, die noch nicht importiert sind
delete-year = Jahr { $year } löschen

## Import and export

import-heading = Import
import-lead = Du siehst zuerst eine Vorschau. Geändert wird erst etwas, wenn du bestätigst.
import-file = Datei
import-file-hint =
    Eine Tabelle (CSV oder XLSX), das JSON von Worklog oder ein Kalender (.ics). Höchstens 5 MiB,
    50.000 Zeilen und 10.000 Tage.
import-paste = Oder Text einfügen
import-example-header = Datum,Typ,Ort
import-example-row = 2026-11-18,Remote,Zuhause
import-preview = Vorschau anzeigen
import-tables = Unterstützte Tabellen
import-table-holidays = Eine Kalenderdatei (.ics) mit den Feiertagen deiner Region; die Vorschau fragt nach dem Typ der Termine.
import-table-worklog = Das CSV von Worklog, mit oder ohne die weiteren Spalten des Exports.
import-table-states = Eine Liste von Tagen mit Home, Office oder einem anderen Status, zum Beispiel aus officetracker.
import-table-absences = Abwesenheiten aus timeoff-management, auch halbe Tage.
import-table-german-html = Abwesenheiten auf Deutsch. Auch auf Englisch: <code>From, To, Period, Absence type</code>.
import-table-other = Jede andere Tabelle
import-table-other-hint =
    Du wählst die Spalten. Stunden aus Toggl, Clockify und ähnlichen Programmen werden zu ganzen oder
    halben Tagen.
import-tables-hint =
    Trenne die Spalten einer Textdatei durch Kommas, Semikolons oder Tabulatoren. Mehrtägige
    Abwesenheiten und Feiertage aus Dateien anderer Programme werden nur für deine Arbeitstage
    importiert.
export-heading = Export
export-lead =
    CSV enthält eine Zeile pro Tag, JSON außerdem deine Einstellungen, deine Typen und den Verlauf.
    Beides kannst du in Worklog importieren.
export-days = Zeitraum
export-commas = Mit Kommas
export-semicolons = Mit Semikolons
export-all = Alle
export-csv-all-html = CSV<span class="vh"> aller Tage</span>
export-csv-all-semicolons-html = CSV<span class="vh"> aller Tage, mit Semikolons</span>
export-json-all-html = JSON<span class="vh"> aller Tage</span>
export-csv-year-html = CSV<span class="vh"> für { $year }</span>
export-csv-year-semicolons-html = CSV<span class="vh"> für { $year }, mit Semikolons</span>
export-json-year-html = JSON<span class="vh"> für { $year }</span>
export-hint = Wähle Semikolons, falls deine Tabellenkalkulation jede Zeile in einer einzigen Zelle zeigt.
import-columns-title = Spalten auswählen
import-columns-lead = Wähle, was jede Spalte enthält. Vor dem Import siehst du eine Vorschau.
import-pasted = Eingefügter Text
import-sheet = Tabellenblatt
import-show-sheet = Dieses Blatt anzeigen
import-first-rows = Erste Zeilen
import-one-type = Oder ein Typ für alle Zeilen
import-more-columns = Weitere Spalten
import-other-file = Andere Datei wählen
import-no-column = Keine
import-no-type = Keiner
import-column-number = Spalte { $number }
import-column-count = Anzahl der Tage
import-column-date = Datum oder erster Tag
import-column-day = Tag des Monats
import-column-half = Halber Tag
import-column-hours = Arbeitsstunden
import-column-last-half = Halber Tag am letzten Tag
import-column-last-name = Nachname
import-column-location = Ort
import-column-month = Monat
import-column-notes = Notizen
import-column-person = Person
import-column-status = Status
import-column-to = Letzter Tag
import-column-type = Typ
import-column-year = Jahr
import-review-title = Importvorschau
import-update-preview = Vorschau aktualisieren
import-not-yet = Noch nicht importiert
import-about-absences = { $rows ->
    [one] { $rows } Zeile, gelesen als Export von Abwesenheiten.
   *[other] { $rows } Zeilen, gelesen als Export von Abwesenheiten.
}
import-about-calendar = { $events ->
    [one] { $events } Termin, gelesen als Kalender.
   *[other] { $events } Termine, gelesen als Kalender.
}
import-about-earlier-service = { $rows ->
    [one] { $rows } Zeile, gelesen als Einträge des früheren Dienstes.
   *[other] { $rows } Zeilen, gelesen als Einträge des früheren Dienstes.
}
import-about-german = { $rows ->
    [one] { $rows } Zeile, gelesen als Liste von Abwesenheiten.
   *[other] { $rows } Zeilen, gelesen als Liste von Abwesenheiten.
}
import-about-mapped = { $rows ->
    [one] { $rows } Zeile, gelesen als Tabelle mit den von dir gewählten Spalten.
   *[other] { $rows } Zeilen, gelesen als Tabelle mit den von dir gewählten Spalten.
}
import-about-settings = Einstellungen, gelesen als JSON von Worklog.
import-about-states = { $rows ->
    [one] { $rows } Zeile, gelesen als Tabelle mit Datum und Status.
   *[other] { $rows } Zeilen, gelesen als Tabelle mit Datum und Status.
}
import-about-worklog-csv = { $rows ->
    [one] { $rows } Zeile, gelesen als CSV von Worklog.
   *[other] { $rows } Zeilen, gelesen als CSV von Worklog.
}
import-about-worklog-json = { $entries ->
    [one] { $entries } Eintrag, gelesen als JSON von Worklog.
   *[other] { $entries } Einträge, gelesen als JSON von Worklog.
}
import-total-added-html = { $days ->
    [one] <b>{ $days }</b> Tag wird hinzugefügt
   *[other] <b>{ $days }</b> Tage werden hinzugefügt
}
import-total-replaced-html = { $days ->
    [one] <b>{ $days }</b> Tag wird ersetzt
   *[other] <b>{ $days }</b> Tage werden ersetzt
}
import-total-kept-html = { $days ->
    [one] <b>{ $days }</b> Konflikt, eingetragener Tag bleibt
   *[other] <b>{ $days }</b> Konflikte, eingetragene Tage bleiben
}
import-total-row-errors-html = { $rows ->
    [one] <b>{ $rows }</b> Zeile mit einem Fehler
   *[other] <b>{ $rows }</b> Zeilen mit Fehlern
}
import-total-event-errors-html = { $events ->
    [one] <b>{ $events }</b> Termin mit einem Fehler
   *[other] <b>{ $events }</b> Termine mit Fehlern
}
import-total-waiting-html = { $rows ->
    [one] <b>{ $rows }</b> Zeile braucht eine Angabe von dir
   *[other] <b>{ $rows }</b> Zeilen brauchen eine Angabe von dir
}
import-total-events-waiting-html = { $events ->
    [one] <b>{ $events }</b> Termin braucht eine Angabe von dir
   *[other] <b>{ $events }</b> Termine brauchen eine Angabe von dir
}
import-total-same-html = { $days ->
    [one] <b>{ $days }</b> Tag schon aktuell
   *[other] <b>{ $days }</b> Tage schon aktuell
}
import-total-rows-left-out-html = { $rows ->
    [one] <b>{ $rows }</b> Zeile ausgelassen
   *[other] <b>{ $rows }</b> Zeilen ausgelassen
}
import-total-events-left-out-html = { $events ->
    [one] <b>{ $events }</b> Termin ausgelassen
   *[other] <b>{ $events }</b> Termine ausgelassen
}
import-total-empty-html = { $days ->
    [one] <b>{ $days }</b> Tag ohne Eintrag
   *[other] <b>{ $days }</b> Tage ohne Eintrag
}
import-total-free-html = { $days ->
    [one] <b>{ $days }</b> freier Tag ausgelassen
   *[other] <b>{ $days }</b> freie Tage ausgelassen
}
import-question-date = Was bedeutet { $example }?
import-day-first = Tag zuerst
import-month-first = Monat zuerst
import-question-year = In welchem Jahr liegt { $example }?
import-join-cells = { $rows ->
    [one] Überzählige Zellen an die letzte Spalte anhängen ({ $rows } Zeile ist zu lang)
   *[other] Überzählige Zellen an die letzte Spalte anhängen ({ $rows } Zeilen sind zu lang)
}
import-person = Diese Datei enthält mehrere Personen. Welche davon bist du?
import-person-rows = { $rows ->
    [one] { $name } ({ $rows } Zeile)
   *[other] { $name } ({ $rows } Zeilen)
}
import-choose = Auswählen …
import-events = Termine
import-events-as = Importieren als
import-unknown-types = Unbekannte Typen
import-recognized-events = An einem Wort im Titel erkannt
import-known-types = Typen in der Datei
import-type-name = „{ $name }“
import-rows-of-type = { $rows ->
    [one] { $rows } Zeile
   *[other] { $rows } Zeilen
}
import-events-of-type = { $events ->
    [one] { $events } Termin
   *[other] { $events } Termine
}
import-entries-of-type = { $entries ->
    [one] { $entries } Eintrag
   *[other] { $entries } Einträge
}
import-create-type = Typ erstellen
import-leave-out = Auslassen
import-new-type = Name des neuen Typs
import-counts-as = Zählt als
import-kind-leave = Abwesenheit
import-kind-off = Freier Tag
import-kind-work = Arbeit
import-repeated-years = Jahre für wiederholte Termine
import-default-location = Ort für Tage ohne Ort
import-home = Zuhause
import-rows-without-location = { $rows ->
    [one] { $rows } Zeile hat keinen Ort
   *[other] { $rows } Zeilen haben keinen Ort
}
import-events-without-location = { $events ->
    [one] { $events } Termin hat keinen Ort
   *[other] { $events } Termine haben keinen Ort
}
import-existing = Tage mit abweichendem Eintrag
import-existing-keep = Einträge behalten
import-existing-replace = Einträge ersetzen
import-settings = Auch die Einstellungen aus der Datei importieren
import-change-columns = Spalten ändern
import-undo-hint = Du kannst den Import 10 Minuten lang rückgängig machen, bis auf neue Typen und Einstellungen.
import-errors = Fehler
import-errors-hint =
    Diese Zeilen werden nicht importiert. Korrigiere sie in der Datei und lade sie noch einmal hoch,
    oder importiere den Rest.
import-event-errors-hint =
    Diese Termine werden nicht importiert. Du kannst den Rest importieren.
import-line-number = Zeile { $line }
import-more = und { $more } weitere
import-conflicts = Konflikte
import-conflicts-kept = eingetragene Tage bleiben
import-conflicts-replaced = eingetragene Tage werden ersetzt
import-day = Tag
import-logged = Eingetragen
import-in-file = In der Datei
import-line = Zeile
import-totals = Summen nach Jahr und Typ
import-totals-match = Die Zahl der Tage stimmt in jeder Zeile mit der Datei überein.
import-year = Jahr
import-type = Typ
import-days-in-file = Tage in der Datei
import-days-to-import = Zu importierende Tage
import-differs = weicht ab
import-rows = Zeilen
import-rows-selected = { $included } von { $total } ausgewählt
import-select-all = Alle auswählen
import-select-none = Keine auswählen
import-select-suggested = Vorgeschlagene auswählen
import-select-all-of-year = Alle in { $year } auswählen
import-select-none-of-year = Keine in { $year } auswählen
import-years = Jahre
import-year-part = { $year }, Teil { $part }
import-year-included = { $included } von { $total }
import-result = Ergebnis
import-range = { $from } bis { $to }
import-row-not-selected = nicht ausgewählt
import-row-left-out = ausgelassen
import-row-without-type = Typ fehlt
import-row-without-location = Ort fehlt
import-row-added = wird hinzugefügt
import-row-days-added = { $days ->
    [one] { $days } Tag wird hinzugefügt
   *[other] { $days } Tage werden hinzugefügt
}
import-row-replaced = wird ersetzt
import-row-days-replaced = { $days ->
    [one] { $days } Tag wird ersetzt
   *[other] { $days } Tage werden ersetzt
}
import-row-kept = schon eingetragen, bleibt
import-row-days-kept = { $days ->
    [one] { $days } Tag schon eingetragen, bleibt
   *[other] { $days } Tage schon eingetragen, bleiben
}
import-row-same = schon aktuell
import-row-days-same = { $days ->
    [one] { $days } Tag schon aktuell
   *[other] { $days } Tage schon aktuell
}
import-row-repeated = schon in einer anderen Zeile
import-row-days-repeated = { $days ->
    [one] { $days } Tag schon in einer anderen Zeile
   *[other] { $days } Tage schon in einer anderen Zeile
}
import-event-repeated = schon in einem anderen Termin
import-event-days-repeated = { $days ->
    [one] { $days } Tag schon in einem anderen Termin
   *[other] { $days } Tage schon in einem anderen Termin
}
import-row-fewer-hours = andere Typen haben mehr Stunden
import-row-days-fewer-hours = { $days ->
    [one] { $days } Tag, an dem andere Typen mehr Stunden haben
   *[other] { $days } Tage, an denen andere Typen mehr Stunden haben
}
import-row-day-off = freier Tag, ausgelassen
import-row-days-off = { $days ->
    [one] { $days } freier Tag, ausgelassen
   *[other] { $days } freie Tage, ausgelassen
}
import-row-days-in-file = { $days } in der Datei
import-settings-only = Einstellungen importieren
import-confirm = { $days ->
    [one] { $days } Tag importieren
   *[other] { $days } Tage importieren
}
import-nothing = Mit dieser Auswahl gibt es nichts zu importieren.

## Admin

admin-pages = Admin
admin-users = Benutzer
admin-invitations = Einladungen
admin-audit-log = Protokoll
admin-logins = Anmeldungen
admin-database = Datenbank
recent-today = heute, { $time }
recent-yesterday = gestern, { $time }
users-search = Benutzername beginnt mit
users-none = Keine Benutzer gefunden.
users-no-more = Keine weiteren Benutzer.
users-joined = Dabei seit
users-last-seen = Zuletzt aktiv
users-admin = Admin
users-disabled = deaktiviert
users-confirmed = bestätigt
users-first = Zum Anfang
users-next = Weiter
users-hint = „Zuletzt aktiv“ berücksichtigt nur Sitzungen, die nicht abgelaufen sind. Admins sehen nicht, was andere eintragen.
user-reset-link = Link zum Zurücksetzen des Passworts
user-reset-link-hint = Gib ihn nur an { $name } weiter: Er funktioniert einmal, läuft in 30 Minuten ab und wird nicht noch einmal angezeigt.
user-link = Link
user-no-email = keine bestätigte Adresse
user-programs = API und Kalender-Feeds
user-programs-count = { $tokens ->
    [one] { $tokens } API-Token
   *[other] { $tokens } API-Tokens
}, { $feeds ->
    [one] { $feeds } Kalender-Feed
   *[other] { $feeds } Kalender-Feeds
}
user-disabled = Deaktiviert
user-disabled-since = seit { $date }
user-oneself = Das bist du. Nur ein anderer Admin kann dein Konto deaktivieren oder dir die Admin-Rolle entziehen.
user-enable = Aktivieren
user-enable-hint = Anmeldung, API-Tokens und Kalender-Feeds funktionieren wieder.
user-disable = Deaktivieren
user-disable-hint = Der Benutzer wird überall abgemeldet und kann sich erst wieder anmelden, wenn du das Konto aktivierst.
user-disable-question = { $name } deaktivieren?
user-disable-text =
    Der Benutzer wird überall abgemeldet. API-Tokens, Kalender-Feeds und Links funktionieren erst wieder,
    wenn du das Konto aktivierst. Es wird nichts gelöscht.
user-reset = Passwort zurücksetzen
user-reset-hint = Sendet einen Link an die bestätigte Adresse, der einmal funktioniert und in 30 Minuten abläuft.
user-email-reset-link = Link senden
user-admin = Admin
user-admin-hint = Das Konto bleibt bestehen; seine offenen Einladungen werden widerrufen.
user-withdraw-admin = Admin-Rolle entziehen
user-confirm = Mit deinem Passwort bestätigen
user-confirm-grant = Gib dein Passwort ein, um { $name } zum Admin zu machen.
user-confirm-reset = Gib dein Passwort ein, um einen Link zum Zurücksetzen zu erstellen. Wer den Link hat, kann sich bei diesem Konto anmelden.
user-confirm-either =
    Gib dein Passwort ein, um einen Link zum Zurücksetzen zu erstellen oder { $name } zum Admin zu
    machen. Wer den Link hat, kann sich bei diesem Konto anmelden.
user-your-password = Dein Passwort
user-create-reset-link = Link erstellen
user-grant-admin = { $name } zum Admin machen
user-log = Letzte Aktionen
user-log-all = Alle im Protokoll ansehen
invitations-created = Einladung erstellt
invitations-created-hint = Kopiere den Link jetzt: Er funktioniert einmal, läuft in sieben Tagen ab und wird nicht noch einmal angezeigt.
invitations-link = Link
invitations-closed-html =
    Die Registrierung ist geschlossen, daher funktionieren Einladungen nicht. Um sie zu erlauben, setze
    <code>WORKLOG_SIGNUP=invite</code>.
invitations-lead = Eine Einladung ist ein Link, über den sich eine Person registrieren kann.
invitations-lead-open =
    Eine Einladung ist ein Link, über den sich eine Person registrieren kann. Die Registrierung ist
    für alle offen, Einladungen sind also nicht erforderlich.
invitations-none = Keine offenen Einladungen.
invitations-open = Offene Einladungen
invitations-anyone = Alle mit dem Link
invitations-emailed = gesendet an { $address }
invitations-created-on = erstellt am { $date }
invitations-expires = { $days ->
    [0] läuft heute ab
    [one] läuft in { $days } Tag ab
   *[other] läuft in { $days } Tagen ab
}
invitations-revoke-html = Widerrufen<span class="vh">: { $name }</span>
invitations-revoke-text = Der Link funktioniert ab sofort nicht mehr. Das lässt sich nicht rückgängig machen.
invitations-create = Jemanden einladen
invitations-email = E-Mail-Adresse (optional)
invitations-email-hint = Der Link wird an diese Adresse gesendet; leer lassen für einen Link zum Weitergeben.
invitations-note = Notiz (optional)
invitations-note-hint = Für wen die Einladung ist; nur Admins sehen die Notiz.
invitations-submit = Einladen

logins-lead = Fehlgeschlagene Anmeldungen, zurückgesetzte Passwörter, Anmeldungen mit neuen Browsern und gedrosselte Versuche in den letzten 90 Tagen. Statt der Benutzernamen siehst du Codes. Derselbe Name hat denselben Code, bis der geheime Schlüssel des Servers geändert wird.
logins-none = Noch keine Ereignisse.
logins-no-older = Keine älteren Ereignisse.
logins-others = verschiedene Benutzernamen und Netze
logins-names = { $network }, verschiedene Benutzernamen
logins-failed = { $count ->
    [one] Fehlgeschlagene Anmeldung
   *[other] { $count } fehlgeschlagene Anmeldungen
}
logins-throttled = { $count ->
    [one] Gedrosselte Anmeldung
   *[other] { $count } gedrosselte Anmeldungen
}
logins-reset = { $count ->
    [one] Passwort zurückgesetzt
   *[other] { $count } Passwörter zurückgesetzt
}
logins-new-browser = { $count ->
    [one] Anmeldung mit einem neuen Browser
   *[other] { $count } Anmeldungen mit neuen Browsern
}
logins-throttled-reset = { $count ->
    [one] Gedrosselter Versuch, ein Passwort zurückzusetzen
   *[other] { $count } gedrosselte Versuche, ein Passwort zurückzusetzen
}
logins-throttled-reset-request = { $count ->
    [one] Gedrosselte Anforderung eines Links zum Zurücksetzen des Passworts
   *[other] { $count } gedrosselte Anforderungen von Links zum Zurücksetzen des Passworts
}
logins-throttled-signup = { $count ->
    [one] Gedrosselte Registrierung
   *[other] { $count } gedrosselte Registrierungen
}
logins-other = { $count ->
    [one] Anderes Ereignis
   *[other] { $count } andere Ereignisse
}

audit-lead = Was Admins auf diesen Seiten und über die Befehlszeile getan haben. Einträge lassen sich hier nicht ändern.
audit-filter = Nach Benutzer filtern
audit-filter-submit = Filtern
audit-none = Noch keine Einträge.
audit-no-older = Keine älteren Einträge.
audit-newest = Neueste
audit-older = Ältere
audit-command-line = Die Befehlszeile
audit-deleted-account = ein gelöschtes Konto
audit-user-added = { $who } hat { $whom } angelegt
audit-password-set = { $who } hat für { $whom } ein neues Passwort gesetzt
audit-disabled = { $who } hat { $whom } deaktiviert
audit-enabled = { $who } hat { $whom } aktiviert
audit-admin-granted = { $who } hat { $whom } zum Admin gemacht
audit-admin-withdrawn = { $who } hat { $whom } die Admin-Rolle entzogen
audit-reset-link-shown = { $who } hat für { $whom } einen Link zum Zurücksetzen des Passworts erstellt
audit-reset-link-mailed = { $who } hat einen Link zum Zurücksetzen des Passworts an { $whom } gesendet
audit-invited = { $who } hat die Einladung { $number } erstellt
audit-invitation-revoked = { $who } hat die Einladung { $number } widerrufen
audit-invitation-used = { $who } hat sich mit der Einladung { $number } registriert
audit-invitation-of-used = { $who } hat sich mit der Einladung { $number } registriert, eingeladen durch { $whom }
database-engine = System
database-schema = Schema
database-data = Daten
database-disk = Auf dem Datenträger
database-log = Log-Datei
database-size-unknown = unbekannt
database-bytes = { $bytes ->
    [one] { $bytes } Byte
   *[other] { $bytes } Byte
}
database-members = Mitglieder des Replica Sets
database-member-hidden = für den Datenbankbenutzer von Worklog nicht sichtbar
database-contents = Inhalt
database-users = { $users ->
    [one] { $users } Benutzer
   *[other] { $users } Benutzer
}
database-months = { $months ->
    [one] { $months } Monat
   *[other] { $months } Monate
}
database-changes = { $changes ->
    [one] { $changes } Änderung
   *[other] { $changes } Änderungen
}
database-feeds = { $feeds ->
    [one] { $feeds } Kalender-Feed
   *[other] { $feeds } Kalender-Feeds
}
database-tokens = { $tokens ->
    [one] { $tokens } Token
   *[other] { $tokens } Tokens
}
database-audit-entries = { $entries ->
    [one] { $entries } Protokolleintrag
   *[other] { $entries } Protokolleinträge
}
database-cookie-keys = { $keys ->
    [one] { $keys } Cookie-Schlüssel
   *[other] { $keys } Cookie-Schlüssel
}
database-messages = { $messages ->
    [one] { $messages } Nachricht
   *[other] { $messages } Nachrichten
}
database-attempts = { $counts ->
    [one] { $counts } Versuchszähler
   *[other] { $counts } Versuchszähler
}
database-auth-events = { $events ->
    [one] { $events } Anmeldeereignis
   *[other] { $events } Anmeldeereignisse
}
database-sessions = { $sessions ->
    [one] { $sessions } Sitzung
   *[other] { $sessions } Sitzungen
}
database-invitations = { $invitations ->
    [one] { $invitations } Einladung
   *[other] { $invitations } Einladungen
}
database-confirmations = { $links ->
    [one] { $links } Bestätigungslink für eine Adresse
   *[other] { $links } Bestätigungslinks für Adressen
}
database-uploads = { $uploads ->
    [one] { $uploads } Upload
   *[other] { $uploads } Uploads
}
database-upload-parts = { $parts ->
    [one] { $parts } Upload-Teil
   *[other] { $parts } Upload-Teile
}
database-resets = { $links ->
    [one] { $links } Link zum Zurücksetzen des Passworts
   *[other] { $links } Links zum Zurücksetzen des Passworts
}
server-heading = Dieser Server
server-version = Version
server-signup = Registrierung
server-signup-open = für alle offen
server-signup-invite = mit Einladung
server-signup-closed = geschlossen
server-mail-on = eingerichtet
server-mail-off = nicht eingerichtet
server-webhooks = Webhooks
server-webhooks-hosts = nur an { $hosts }
server-queued = In der Warteschlange

## Email, Slack, and feeds

email-changed-subject = Deine E-Mail-Adresse für Worklog wurde geändert
email-changed =
    Das Konto „{ $username }“ verwendet diese Adresse nicht mehr. Sie wurde entfernt, oder eine andere
    Adresse wurde bestätigt.

    Wenn du das nicht warst, wende dich an deinen Admin.
email-confirm-subject = Bestätige deine E-Mail-Adresse für Worklog
email-confirm =
    Diese Adresse wurde für das Konto „{ $username }“ eingegeben. Wenn du das warst, bestätige sie hier
    innerhalb von 24 Stunden:

    { $link }

    Wenn du das nicht warst, ignoriere diese E-Mail. Die Adresse wird dann nicht verwendet.
email-invitation-subject = Einladung zu Worklog
email-invitation =
    Du bist zu Worklog eingeladen. Dort trägst du ein, wann und wo du arbeitest und wann du frei hast.
    Registriere dich hier innerhalb von sieben Tagen:

    { $link }

    Der Link funktioniert einmal. Wenn du diese Einladung nicht erwartet hast, ignoriere diese E-Mail.
email-new-browser-subject = Neue Anmeldung bei deinem Worklog-Konto
email-new-browser =
    Jemand, vermutlich du, hat sich mit einem neuen Browser beim Konto „{ $username }“ angemeldet:

    - Zeit: { $time } ({ $zone })
    - Browser: { $browser }
    - Netzwerk: { $network }

    Wenn du das nicht warst, beende die Sitzung und ändere dein Passwort:

    { $link }
email-password-changed-subject = Dein Passwort für Worklog wurde geändert
email-password-changed =
    Das Passwort des Kontos „{ $username }“ wurde geändert, und alle anderen Sitzungen wurden
    beendet.

    Wenn du das nicht warst, setze dein Passwort sofort zurück:

    { $link }
email-reset-subject = Setze dein Passwort für Worklog zurück
email-reset =
    Jemand, vermutlich du, hat ein neues Passwort für das Konto „{ $username }“ angefordert. Wähle es
    hier innerhalb von 30 Minuten:

    { $link }

    Der Link funktioniert einmal. Wenn du ihn nicht angefordert hast, ignoriere diese E-Mail. Dein
    Passwort ändert sich dann nicht.
email-reset-by-admin =
    Ein Worklog-Admin hat dir diesen Link gesendet, damit du innerhalb von 30 Minuten ein neues
    Passwort für das Konto „{ $username }“ wählst:

    { $link }

    Der Link funktioniert einmal. Wenn du diese E-Mail ignorierst, ändert sich dein Passwort nicht.
feed-away = Abwesend
feed-working = Bei der Arbeit
slack-afternoon = { $part } am Nachmittag
slack-changed = { $name } hat { $day } geändert: { $after } statt { $before }
slack-days-changed = { $name } hat { $days } Tage vom { $from } bis { $to } geändert
slack-days-deleted = { $name } hat { $days } Tage vom { $from } bis { $to } gelöscht
slack-days-imported = { $name } hat { $days } Tage vom { $from } bis { $to } importiert
slack-days-logged = { $name } hat { $days } Tage vom { $from } bis { $to } eingetragen
slack-days-undone = { $name } hat eine Änderung von { $days } Tagen vom { $from } bis { $to } rückgängig gemacht
slack-days-what = { $text }: { $what }
slack-deleted = { $name } hat { $day } gelöscht, bisher { $before }
slack-halves = { $morning } am Vormittag, { $afternoon } am Nachmittag
slack-logged = { $name } hat { $day } eingetragen: { $after }
slack-morning = { $part } am Vormittag
slack-notes-changed = { $name } hat die Notizen vom { $day } geändert
slack-part-at = { $part } ({ $location })
slack-test = Dies ist ein Test von Worklog. Änderungen an deinen Tagen werden hier gepostet.
slack-undone = { $text } (rückgängig gemacht)
