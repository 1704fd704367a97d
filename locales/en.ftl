### The English texts. CONTRIBUTING.md explains this file.

## Errors, notices, and headings, by code

heading =
    .none = Page not found
    .method = Method not allowed
    .forbidden = Request blocked
    .other_host = Unknown address
    .too_many_attempts = Too many attempts
    .unavailable = Temporarily unavailable
    .too_large = Request too large
    .refused = Invalid request
    .failed = Something went wrong
page =
    .none = Check the address, or go to the start page.
    .method = This address doesn’t support that method.
    .malformed = The request isn’t valid.
    .too_large = The request is larger than this server accepts.
    .too_slow = The request took longer than a minute to arrive. Try again with a faster connection.
    .unknown_host = To open Worklog at this address, set WORKLOG_PUBLIC_URL on the server to the URL that people use.
    .wrong_host = This server has a different address. Check the one you opened.
    .other_site = The request came from another site. Nothing was changed.
    .too_many_attempts = Too many attempts. Try again in { $wait }.
    .busy = Many people are logging in right now. Try again in a few seconds.
    .imports_busy = Other files are being imported right now. Nothing was imported. Try again in a few seconds.
    .bodies_busy = Many large requests are arriving right now. Try again in a few seconds.
    .searches_busy = Your other searches are still running. Try again in a few seconds.
    .database_away = The database can’t be reached right now. Nothing that you saved is lost. Try again in a few seconds.
    .failed = An unexpected error occurred and was logged. Try again, or ask your administrator.
    .database_replaced = The database file was deleted or replaced while the server was running, so nothing can be saved. Ask your administrator to restart the server.
    .disk_full = The server’s disk is full, so nothing can be saved. You can still see everything that was saved before. Tell your administrator.
wait =
    .second = a second
    .seconds = { $count } seconds
    .minutes = { $count } minutes
form =
    .content_type = Send the form as application/x-www-form-urlencoded.
    .encoding = The form contains bytes that aren’t valid UTF-8.
    .separator = Choose “comma” or “semicolon” as the separator.
    .range = Enter a start and an end date, such as 2026-03-31.
    .repeated = The field “{ $name }” was sent more than once.
    .unreadable = The form couldn’t be read: { $reason }.
missing =
    .account = This account no longer exists.
    .audit_entry = This entry doesn’t exist.
    .calendar = This calendar feed doesn’t exist. It may have been revoked.
    .change = This change doesn’t exist.
    .day = This day doesn’t exist. Use a date from 1970-01-01 to 2100-12-31.
    .feed = This feed doesn’t exist.
    .file = This file doesn’t exist.
    .invitation = This invitation doesn’t exist.
    .month = This month doesn’t exist. Use a month from 1970-01 to 2100-12.
    .session = This session doesn’t exist.
    .token = This token doesn’t exist.
    .type = This type doesn’t exist.
    .user = This user doesn’t exist.
    .year = This year isn’t supported. Use a year from 1970 to 2100.
    .stored_year = This year isn’t supported. Use a year from 1970 to 2100.
api =
    .not_logged_in = Not logged in
    .no_path = This path doesn’t exist.
    .read_only = This token is read-only.
    .password_required = Log in again: this requires that you entered your password in the last 10 minutes.
    .token_by_token = Tokens can’t create tokens. Log in instead.
    .limited = Too many requests. Try again in { $seconds } seconds.
    .repeated = Give this only once.
    .query_encoding = The query contains bytes that aren’t valid UTF-8.
    .no_body = Send a JSON object as the body.
    .content_type = Send JSON, with the header Content-Type: application/json.
    .body_encoding = The body contains bytes that aren’t valid UTF-8.
    .broken_off = The body is incomplete.
    .no_object = The body must be a JSON object.
    .syntax = The body isn’t valid JSON: there’s an error on line { $line }, column { $column }.
    .trailing = Remove everything after the JSON object.
    .not_a_number = “{ $field }” must be a number, given once.
    .not_a_text = “{ $field }” must be a string, given once.
    .half_a_range = Give both from and to.
    .several_periods = Give a date, a year, or a range, not several.
    .not_a_year = This isn’t a valid year. Write it with four digits, such as 2026.
    .range_backwards = The last day must be on or after the first.
    .range_too_long = A range can have at most { $max } days.
    .no_data = No data found
    .incorrect_password = Incorrect password
    .date_missing = Enter a date.
    .already_logged = This day is already logged. Use PUT to change it.
    .changed = The entry was changed and has a new ETag.
    .delete_which_year = Give a year.
    .delete_what = Give a date, or deleteyear with a year.
    .delete_one = Request one deletion at a time.
    .no_settings = Give at least one of slack, remote, vacation, holiday, and sick.
    .no_token = This token doesn’t exist.
    .username_missing = Enter a username.
    .password_missing = Enter a password.
    .new_password_missing = Enter a new password.
done =
    .user_disabled = User disabled and logged out everywhere.
    .user_enabled = User enabled. They can log in again.
    .reset_mailed = Password reset link sent.
    .admin_granted = Admin role granted.
    .admin_withdrawn = Admin role removed.
    .invited = Invitation sent.
    .invitation_revoked = Invitation revoked. The link no longer works.
    .no_invitation_left = Nothing to revoke: this invitation was used or has expired.
    .already_logged = This day is already logged. Nothing was changed.
    .new_day = A new day has started since you opened that page. Nothing is logged for it yet.
    .day_deleted = Entry deleted.
    .day_not_deleted = This day was changed elsewhere, so it wasn’t deleted. The saved version is below.
    .day_not_saved = Your session expired. Your changes aren’t saved yet: check them below, then save.
    .saved = Saved.
    .schedule_copied = Copied to all working days, but not saved yet.
    .schedule_saved = Schedule saved.
    .schedule_deleted = Schedule deleted.
    .schedule_not_deleted = Your schedules were changed elsewhere. Nothing was deleted. Check them, then try again.
    .change_not_removed = Nothing was removed. Check the changes by year, then try again.
    .type_added = Type added. You can now choose it.
    .type_archived = Type archived. Existing days keep it.
    .type_restored = Type restored. You can choose it again.
    .types_merged = Merged. All its days now have the other type.
    .address_link_sent = Confirmation link sent. Open it to confirm the new address.
    .address_kept = Your email address wasn’t changed.
    .address_removed = Email address removed.
    .address_link_resent = Another confirmation link was sent.
    .webhook_tested = Test message sent. Look for it in the channel.
    .webhook_saved = Saved. Changes are now posted to the channel.
    .webhook_removed = Removed. Changes are no longer posted.
    .feed_revoked = Feed revoked. Its address no longer works.
    .no_feed_left = Nothing to revoke: this feed no longer exists.
    .other_sessions_ended = All other sessions ended.
    .session_ended = Session ended.
    .token_revoked = Token revoked. It no longer works.
    .logged_in = Logged in
    .account_created = Account created
    .password_changed = Password changed
    .own_password_changed = Password changed. You’re logged out everywhere else.
    .api_token_revoked = Token revoked
    .entry_deleted = Entry deleted
    .year_deleted = Year deleted
    .entries_deleted = All entries deleted
    .account_deleted = Account deleted
    .deleted = Deleted.
    .days_deleted = { $days } deleted.
username = Username
    .missing = Enter your username.
    .taken = This username is taken.
    .length = The username must have 3 to 64 characters.
    .characters = The username can only contain letters a to z, digits, dots, hyphens, and underscores.
    .reserved = This username is reserved. Choose another one.
identity =
    .missing = Enter your username or email address.
password = Password
    .missing = Enter your password.
    .own_missing = Enter your password.
    .wrong = Incorrect password.
    .current_missing = Enter your current password.
    .current_wrong = Incorrect current password.
    .differs = The passwords don’t match.
    .new_differs = The new passwords don’t match.
    .length = The password must have 8 to 128 characters.
    .breached = This password appears in a list of breached passwords. Choose another one.
    .is_current = Choose a password that differs from your current one.
    .is_name = Choose a password that isn’t just your username or the site’s name with digits or symbols.
    .too_common = This password is too easy to guess. Add a word or two.
login =
    .wrong = Incorrect username or password.
    .current_wrong = Incorrect username or current password.
    .ended = Your session expired. Log in to continue.
    .password_changed = Password changed. Log in with your new password.
welcome =
    .account_deleted = Account deleted.
signup =
    .closed = Sign-up is closed. Ask your administrator for an account.
    .invited = You need an invitation to sign up. Ask your administrator for one.
    .invitation_ended = This invitation was used or revoked, or has expired. Ask your administrator for a new one.
    .no_invitations = Sign-up is closed, so you can’t invite anyone.
link =
    .reset_ended = This link was used or replaced, or has expired. Request a new one.
    .confirmation_ended = This link was used or replaced, or has expired. Send a new one from your account.
email = Email
    .confirmed = If you forget your password, a reset link can be sent there.
    .invalid = Enter an email address, such as name@example.org.
mail =
    .none = This server doesn’t send email.
    .no_invitations = This server doesn’t send email. Leave this blank, and share the link instead.
time_zone =
    .unknown = Choose a time zone, such as Europe/Berlin.
invitation =
    .too_many = You can have at most { $max } open invitations. Revoke one first.
admin =
    .no_such_action = This action doesn’t exist.
    .no_longer = You’re no longer an admin.
    .oneself = Only another admin can disable your account or remove your admin role.
    .disabled = This account is disabled, so the link wouldn’t work. Enable it first.
    .no_address = This user has no confirmed email address.
audit =
    .nobody = No user has this username.
token =
    .reads = See entries, totals, and settings.
    .writes = Also log, change, and delete entries, change settings, and delete the account.
    .scope = Choose a permission: read or write.
    .expires = Choose when it expires: 30d, 90d, 1y, or never.
    .name_taken = Another token has this name. Choose another name, or revoke that token first.
    .too_many = You can have at most { $max } tokens. Revoke one first.
delete = Delete
    .confirm = Check the box to confirm.
    .changed = Your entries changed since this page was shown. Check what will be deleted, then confirm.
token_name =
    .empty = Enter a name, such as “Backup script”.
    .too_long = The name can have at most { $max } characters.
    .control = Remove the control characters from the name.
    .invisible = Remove the invisible character U+{ $code } from the name.
note =
    .too_long = The note can have at most { $max } characters.
    .control = Remove the control characters from the note.
    .invisible = Remove the invisible character U+{ $code } from the note.
day =
    .type_missing = Choose a type.
    .halves_missing = Choose a type for the morning, the afternoon, or both.
    .version = The version isn’t a number.
    .type_archived = This type is archived. Choose another, or restore it under Types.
    .location_of_other_type = “{ $location }” was logged with { $type }. Clear it, or save again to keep it.
days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
    .existing = Choose whether to keep, fill, or replace days that are logged.
    .not_halves = Use whole or half days, such as 30 or 12.5.
    .too_many = A year has at most { $max } days.
part =
    .unknown_type = Choose one of your types.
    .location_missing = Enter a location.
    .location_not_allowed = This type doesn’t have a location. Clear the location, or choose another type.
    .location_without_type = Choose a type for this location, or clear it.
location = Location
    .empty = Enter a location.
    .too_long = The location can have at most { $max } characters.
    .control = Remove the control characters from the location.
    .invisible = Remove the invisible character U+{ $code } from the location.
notes = Notes
    .too_long = Notes can have at most { $max } characters.
range =
    .backwards = Choose an end date on or after the start date.
    .too_long = Choose at most { $max } days. This range has { $days }.
search = Search
    .empty = Enter a word to search for.
    .too_long = Enter at most { $max } characters.
week =
    .start = Choose Monday, Saturday, or Sunday.
    .day = Choose days of the week.
schedule = Schedule
    .type_missing = Choose a type, or clear the location.
    .from_missing = Enter a start date.
    .exists = Another schedule starts on this day. Choose another date, or edit that schedule.
    .weeks = Choose whether the week is always the same or two weeks alternate.
    .too_many = You can have at most { $max } schedules. Delete one first.
    .order = Schedules must be in order of their start dates, and the first must have none.
date = Date
    .missing = The date is missing.
    .invalid = This isn’t a valid date. Write it as 2026-03-31.
    .several = “{ $text }” contains more than one date. Use two columns for the first and the last day, or one row per day.
    .out_of_range = Use a date from 1970-01-01 to 2100-12-31.
    .no_such_day = { $date } isn’t a valid date.
    .short_year = “{ $date }” may start or end with the year. Write years with four digits, as in 2026-03-31.
    .future_year = The year of this date could be in the past or the future. Write years with four digits.
    .ambiguous = The day and the month of this date could be swapped. Write dates as 2026-03-31.
bulk =
    .login_ended = Your session expired. Nothing has changed yet. Check the preview, then confirm.
    .nothing_changed = Nothing changed. The days already match, or no day was chosen.
    .stale = Nothing has changed yet. Some days were edited since the preview, so check the new one.
    .preview_expired = This preview has expired. Fill in the form again.
    .no_entries = Nothing is logged on these days.
    .no_pattern = Your usual week has nothing on these days.
    .no_days = None of the chosen days are in the range.
undo = Undo
    .done = This has been undone.
    .nothing_left = There was nothing left to undo.
    .changed_since = You can’t undo this, because { $day } was changed since.
    .not_done_changed = Nothing was undone: { $day } was changed since, and undoing would lose that change.
    .not_done = Nothing was undone. { $why }
    .too_late = You can only undo changes from the last { $minutes } minutes.
    .changed_types = You can’t undo this, because merging also changed the types themselves.
year =
    .no_gaps = No days are missing.
type =
    .move = Choose up or down.
    .archive = Choose whether to archive the type.
    .colour = Choose a color.
    .kind = Choose what days of this type count as.
    .location = Choose whether this type has a location.
    .slug = The short name of a type must have 1 to 40 letters a to z, digits, or hyphens.
    .gone = This type doesn’t exist.
    .label_taken = Another type has this name. Choose another name.
    .too_many = You can have at most { $max } types of your own. Merge one into another first.
    .last_offered = Keep at least one type to log days with.
merge =
    .location = Enter a location: some of these days have none.
    .changed = Nothing was merged: these days were changed since the preview. Check the new one.
    .busy = Nothing was merged: these days are being changed elsewhere. Try again.
    .too_large = These days contain too much text to change at once. Nothing was merged. Archive the type instead.
    .built_in = You can’t merge built-in types. Archive this one instead.
    .same_type = Choose another type to merge it into.
allowance =
    .years = Enter years from 1970 to 2100, such as 2026.
    .year_twice = Enter { $year } only once.
    .from = Enter a year from 1970 to 2100, such as 2026.
    .year_start = Choose a month.
    .employment = Choose an end date on or after the start date.
    .overdrawn = { $days } over your { $type } allowance for { $year }.
    .expiry_month = Choose a month.
    .expiry = Enter a day that exists in this month.
label =
    .empty = Enter a name for the type.
    .too_long = The type’s name can have at most { $max } characters.
    .control = Remove the control characters from the type’s name.
    .invisible = Remove the invisible character U+{ $code } from the type’s name.
feed =
    .presence = Shows “Working” or “Away”.
    .type = Shows “Remote” or “Vacation”.
    .location = Shows “Remote, New York”.
    .notes = For your own calendar.
    .detail = Choose what to share.
    .too_many = You can have at most { $max } feeds. Revoke one first.
feed_name =
    .empty = Enter a name, such as “My phone”.
    .too_long = The name can have at most { $max } characters.
    .control = Remove the control characters from the name.
    .invisible = Remove the invisible character U+{ $code } from the name.
webhook =
    .no_address = Enter the full webhook URL. It starts with https://.
    .too_long = The URL can have at most { $max } characters.
    .not_https = The URL must start with https://, not { $scheme }://.
    .credentials = Remove the username and password from the URL.
    .host = Webhooks can only go to { $allowed }, not to { $host }.
    .host_gone = Webhooks to this host are no longer allowed.
    .no_public_address = The webhook’s host has no public IP address.
    .timeout = The webhook didn’t respond within { $seconds } seconds.
    .unreachable = The webhook couldn’t be reached.
    .answered = The webhook responded with status { $status }. Check the URL.
file =
    .missing = Choose a file, or paste the text.
    .empty = The file is empty.
    .gone = This file is no longer stored. Worklog keeps your last { $max } uploads for up to an hour: upload it again.
    .damaged_workbook = This file isn’t an XLSX workbook, or is damaged. Open it in a spreadsheet, save it as XLSX or CSV, and upload that.
    .unpacked_too_large = This workbook is larger than 64 MiB when unpacked. Save the sheet as CSV, and upload that.
    .long_cell = A cell of this workbook has too much text: Excel allows 32,767 characters. Shorten it, or save the sheet as CSV and upload that.
    .old_spreadsheet = This is an old or encrypted Excel file. Open it in a spreadsheet, save it as XLSX or CSV without a password, and upload that.
    .pdf = This is a PDF file. Upload a table (CSV or XLSX), Worklog’s JSON, or a calendar (.ics).
    .packed = This is a compressed file. Upload a table (CSV or XLSX), Worklog’s JSON, or a calendar (.ics).
    .picture = This is an image. Upload a table (CSV or XLSX), Worklog’s JSON, or a calendar (.ics).
    .no_text = This isn’t a text file, or is UTF-16 without a byte order mark. Upload a table (CSV or XLSX), Worklog’s JSON, or a calendar (.ics).
    .unknown_header = This file isn’t a table with a header and rows.
    .upload_too_large = The file is larger than 5 MiB, the limit for one import. Split it by year.
    .too_slow = The upload took longer than a minute. Split the file and upload the parts.
    .too_large = The file is larger than 5 MiB. Split it and upload the parts.
    .too_many_columns = The first line has { $columns } columns, which is too many. Upload a table of days.
    .too_many_days = The file covers more than { $max } days, the limit for one import. Split it by year.
    .too_many_repeats = The rows of this file cover more than { $max } days, counting repeated ones. Remove rows that repeat each other.
    .too_many_types = The file contains more than { $max } types that you don’t have. Check that you chose the right column for the type.
    .too_many_records = The file has more than { $max } rows, the limit for one import. Split it by year.
    .too_much_text = There’s too much text for one import, including the entries it replaces. Split it by year.
import =
    .settings_done = Settings imported. Your days haven’t changed.
    .only_settings = This file contains only settings. Importing them overwrites yours, which you can’t undo. Your days don’t change.
    .choices_missing = Nothing has been imported yet. Complete the choices below.
    .moved = Your choices or your days have changed since the preview. Check the new preview, then import.
    .nothing = Nothing to import. Your days already match the file, or no row is selected.
    .choice_missing = Choose a type.
    .type_missing = The type is missing.
    .half = The half day must be morning, afternoon, both, or blank.
    .ends_early = The end is before the start.
    .long_range = The range is longer than { $max } days.
    .twice_line = { $day } is already on line { $first }.
    .twice_event = { $day } is already in the event on line { $first }.
    .twice_entry = { $day } is already in entry { $first }.
    .counts_differ = { $rows ->
        [one] For { $rows } row, the file gives a different number of days. Compare the results below.
       *[other] For { $rows } rows, the file gives a different number of days. Compare the results below.
    }
    .open_quotation = The closing quotation mark is missing.
    .order_missing = Choose whether the day or the month comes first.
    .year_missing = Choose the year.
mapping =
    .date_missing = Choose the column with the date.
    .type_missing = Choose the column with the type, or one type for all rows.
table =
    .half = “{ $text }” isn’t a part of the day, such as morning or afternoon.
    .half_of_which = This row covers several days, so it’s unclear which of them is a half day. Use one row per day.
    .hours = “{ $text }” isn’t a number of hours. Write it as 7:30 or 7.5.
    .hours_missing = This row has a type but no hours. Enter its hours, or 0 to leave it out.
    .off = Not imported, because its status is “{ $status }”.
    .not_approved = not approved
    .surplus = This row has more cells than the header’s { $columns }. Put text that contains a separator in quotation marks.
ics =
    .half_of_which = This event is marked as a half day but covers several days. Use one event per day.
    .empty = This calendar contains no events.
    .cut_off = This event has no end (END:VEVENT). The file may be cut off.
    .too_large = This event is larger than { $max } KiB. If it contains a file, export it without attachments.
    .damaged = This event isn’t valid iCalendar (RFC 5545).
    .frequency = This event repeats neither weekly nor yearly. Export its dates as single events.
    .rule = The recurrence rule “{ $rule }” isn’t supported. Export its dates as single events.
    .rule_too_long = The recurrence rule of this event is too long. Export its dates as single events.
    .too_many_repeats = The repeated events of this calendar have too many dates. Choose fewer years.
    .all_free = All events are marked as free, which is usual for public holidays, so free events start selected.
    .some_free = Some events start unselected because they’re marked as free, and others aren’t.
    .year = Enter a year from 1970 to 2100, such as 2026.
    .years_reversed = Enter a year that isn’t before the first one.
    .observance = observance, not a day off
    .working_day = working day
    .free = marked as free
    .tentative = tentative
    .cancelled = This event is canceled, so it isn’t imported.
    .no_start = This event has no start (DTSTART).
    .duration = DURATION “{ $text }” isn’t a valid duration.
    .date = { $name } “{ $text }” isn’t a valid date.
    .not_in_years = This repeated event has no date from { $first } to { $last }.
    .not_whole = This event covers neither a whole day nor half a day.
json =
    .not_ours = This JSON isn’t a Worklog export.
    .cut_off = This JSON is incomplete: it ends on line { $line }.
    .syntax = This isn’t valid JSON: there’s an error on line { $line }, character { $column }.
    .no_version = The version in this file is missing or isn’t a number.
    .newer = This file is from a newer version of Worklog. Export it as CSV there, and upload that.
    .no_entries = The entries in this file are missing or aren’t a list.
    .settings = The settings in this file aren’t valid.
    .setting = The setting “{ $name }” in this file isn’t valid.
    .entry = Entry { $number }{ $place }: { $why }
    .no_entry = Not an object with date, parts, and notes.
    .missing = Missing.
    .no_text = Not a string.
    .parts = The only parts are day, am, and pm.
    .either = Use either day, or am, pm, or both.
    .part = A part has a type and, optionally, a location.
    .time = Not a valid time, such as 2026-11-18T08:30:00Z.
flask =
    .no_object = This isn’t an object.
    .no_list = This isn’t a list.
    .no_type = “{ $name }” isn’t a type.
    .location_missing = The location is missing.
    .notes_control = Control characters in the notes became spaces.
    .notes_cut = The end of the notes was cut off after { $max } characters.
    .location_cut = The end of the location was cut off after { $max } characters.
    .same_name = { $name } is already imported as { $username }.
    .taken = Worklog already has an account named { $username }.
    .more_entries = { $count ->
        [one] { $count } more entry
       *[other] { $count } more entries
    }
    .changed_day = This day was changed in Worklog, so the change is kept.

## Everywhere

language =
    .unknown = Choose a language from the list.
language-name = English
account = Account
afternoon = Afternoon
back = Back
cancel = Cancel
change-password = Change password
column-days = Days
column-logged = Logged
column-month = Month
column-share = Share
copied = Copied
copied-by-hand = Selected. Copy it manually
copy = Copy
date-and-time = { $date }, { $time }
date-range = { $first } to { $last }
day-type = Type
days-html = { $days ->
    [one] { $days }<span class="vh"> day</span>
   *[other] { $days }<span class="vh"> days</span>
}
duration-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
duration-hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
duration-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
duration-seconds = { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}
from = From
half-days = Half days
log-in = Log in
log-out = Log out
morning = Morning
name = Name
nothing = Nothing
overwrite = Overwrite
# Before the name of a type.
part-afternoon = { "afternoon " }
part-at = { $name } at { $location }
part-at-html = <b>{ $name }</b> at { $location }
part-morning = { "morning " }
percent = { $percent }%
percent-below-one = <1%
planned = planned
planned-days = +{ $days } planned
planned-days-html = +{ $days }<span class="vh"> planned</span>
planned-shown = Planned days are shown after “+”.
remove = Remove
revoke = Revoke
revoke-question = Revoke “{ $name }”?
save = Save
settings = Settings
sign-up = Sign up
this-browser = Applies to this browser.
this-year = This year
to = To
to-inclusive = To (inclusive)
today = Today
type-holiday = Holiday
type-office = Office
type-remote = Remote
type-sick = Sick
type-vacation = Vacation
## Layout, public pages, and error pages

layout-account-of-html = <span class="vh">Account of </span><span class="name">{ $username }</span>
layout-admin = Admin
layout-log-today = Log today
layout-log-today-as = Log today:
layout-today-as = Today:
layout-month = Month
layout-nav = Main
layout-outdated = This page may be out of date. Your unsaved changes are still here.
layout-report = Report
layout-skip = Skip to content
layout-unreachable = The server can’t be reached. Your unsaved changes appear here once it responds.
layout-year = Year

theme = Theme
theme-dark = Dark
theme-light = Light
theme-system = System

usual-afternoon = { $usual } (afternoon)
usual-at = { $label }, { $location }
usual-halves = { $morning } / { $afternoon }
usual-morning = { $usual } (morning)

error-alert-html = <strong>{ $heading }.</strong> { $message }
error-changes-kept = Your changes are kept on this page.
error-request = Request { $id }
error-request-html = Request <code>{ $id }</code>
error-retry = Try again
error-start-page = Go to the start page
link-ended = This link no longer works
link-ended-title = Link no longer works

welcome-heading = Know where your days went
welcome-lead = Log each day as office, remote, vacation, holiday, or sick, in whole or half days. See the whole month on one page.
welcome-own-server = It runs on your own server, and you can export your data at any time.
welcome-screenshot = A month of entries in Worklog, with the totals and the form of a day
welcome-title = Welcome
welcome-types = Types of day

login-changes-kept = Your session expired. Log in to continue: your changes are kept, so you can check and save them.
login-no-account-html = No account yet? <a href="/signup">Sign up</a>
login-remember = Stay logged in
login-remember-hint = Keeps you logged in for { $remember } after your last visit instead of { $idle }.

signup-email = Email (optional)
signup-email-hint = Used to reset your password and for notices about your account.
signup-has-account-html = Have an account? <a href="/login">Log in</a>
signup-invited = You’re invited. Choose a username and password.
signup-username-hint = 3 to 64 characters: a to z, digits, dots, hyphens, and underscores.

password-confirm = Confirm password
password-confirm-new = Confirm new password
password-current = Current password
password-forgotten = Forgot your password?
password-hint = 8 to 128 characters, such as a few unrelated words.
password-lead = You’ll be logged out everywhere else. API tokens keep working unless you revoke them.
password-new = New password
password-revoke-tokens = Revoke my API tokens

forgot-identity = Username or email
forgot-lead = You’ll get an email with a link to choose a new password.
forgot-no-mail = This server doesn’t send email. Ask your administrator for a password reset link.
forgot-not-received = No email? Check your spam folder. If your account has no confirmed address, ask your administrator.
forgot-requested = If there’s an account with this username or email, and its address is confirmed, a password reset link is on its way. It expires in 30 minutes.
forgot-requested-title = Check your email
forgot-send = Send link
forgot-title = Reset your password

reset-lead-html = You’re resetting the password of <b>{ $account }</b>. You’ll be logged out everywhere, and your API tokens will be revoked.
reset-retry = Request a new link
reset-submit = Set password
reset-title = Choose a new password

confirm-email-account = Go to your account
confirm-email-decline = If this isn’t your address, close this page. Nothing will change.
confirm-email-done = Address confirmed
confirm-email-lead-html = Use <b>{ $email }</b> for the account <b>{ $account }</b>? Password reset links will be sent there.
confirm-email-month = Go to your month
confirm-email-submit = Confirm address
confirm-email-title = Confirm your email address

confirm-password-kept = Your changes are kept, so you can check and save them.
confirm-password-lead = Enter your password to continue. You haven’t entered it in the last 10 minutes.
confirm-password-submit = Confirm
confirm-password-title = Confirm it’s you

## Month, day, and bulk edits

# The calendar.
setup = Get started
setup-allowances = Vacation allowance
setup-allowances-hint = See how many days you have left.
setup-back = Back to the checklist
setup-dismiss = Dismiss
setup-done = Done
setup-finish-html = Done<span class="vh">: { $label }</span>
setup-holidays = Public holidays
setup-holidays-hint = Import your region’s holidays from a calendar file.
setup-import = Earlier entries
setup-import-hint = Import what you logged elsewhere from a table or a calendar.
setup-install = Worklog on your phone
setup-install-hint = Open this page on your phone, then choose “Add to home screen” in the browser’s menu.
# Such as “2 of 5 done”.
setup-progress = { $done } of { $all } done
setup-open-html = Set up<span class="vh">: { $label }</span>
setup-skip-html = Skip<span class="vh">: { $label }</span>
setup-week = Usual week
setup-week-hint = Log a day, or a whole week, with one click.
month-heading-html = { $month } <span>{ $year }</span>
month-months = Months
month-next = Next month, { $month }
month-previous = Previous month, { $month }
month-several-days = Several days…
month-totals = Days in { $month }
month-week-html = <span class="vh">Week </span>{ $number }

# After the date of a cell: “Monday, 23 November 2026, today: nothing logged”.
cell-nothing = nothing logged
cell-notes = has notes
cell-today = today

# Keyboard shortcuts.
keys = Keyboard shortcuts
keys-close = Close
keys-ctrl = Ctrl
keys-delete = Delete
keys-delete-day = delete the entry
keys-enter = Enter
keys-home = Home
keys-log-today = log today from your usual week
keys-months = previous or next month
keys-move = move between days
keys-open = open the day
keys-page-down = Page down
keys-page-up = Page up
keys-redo = redo the last change
keys-search = search
keys-select = select several days
keys-set = set the day to { $name }
keys-shift = Shift
keys-show = show keyboard shortcuts
keys-single = Single-key shortcuts
keys-today = today
keys-undo = undo the last change

# The selection. The browser formats the days and dates: “5 days, 16–20 November”.
select-days = { $days }, { $dates }
select-delete = Delete…
# After a long press on a day.
select-first = From { $date }: tap the last day
select-more = More…
select-usual-week = Usual week

# The day.
day-changed = changed { $date }
day-changed-same-day = changed the same day
day-heading-html = { $weekday } <span>{ $date }</span>
day-heading-today-html = { $weekday } <span>{ $date }, today</span>
# A day after today that has an entry.
day-heading-planned-html = { $weekday } <span>{ $date }, planned</span>
day-history = Show the history of this day
day-imported = imported { $date }
day-logged = Logged { $date }
day-locations = Recent locations
day-next = Next day
# After the label “Location”.
day-in-the-afternoon = in the afternoon
# After “Location”, for the type that is chosen.
where-required = (required)
where-optional = (optional)
where-none = (not for this type)
day-previous = Previous day
day-stale = { $problem } Open the day again.

# The message after a change.
toast-deleted = { $weekday } { $date }: entry deleted
toast-saved = { $weekday } { $date }: { $entry }
toast-unchanged = { $weekday } { $date }: nothing changed

# A conflict.
day-conflict-changed = This day was changed elsewhere
day-conflict-choice-html = Overwrite the saved version with the form below, or <a href="/day/{ $day }" data-discard hx-boost="true" hx-target="#main" hx-swap="outerHTML show:none">discard your changes</a>.
day-conflict-deleted = This day was deleted elsewhere
day-conflict-not-saved = not saved
day-conflict-nothing = Nothing is logged.
day-conflict-saved = Saved version
day-conflict-yours = Your version

# Messages of scripts.
month-discard = Discard unsaved changes?
month-not-deleted = { $day } wasn’t deleted.
month-not-deleted-because = { $day } wasn’t deleted: { $reason }
month-not-set = { $day } wasn’t set to { $name }.
month-not-set-because = { $day } wasn’t set to { $name }: { $reason }
month-offline = The server can’t be reached.
month-offline-kept = The server can’t be reached. Your changes are still here. Try again.

# Bulk edits.
bulk-delete = Delete entries
bulk-delete-days = { $days ->
    [one] Delete { $days } day
   *[other] Delete { $days } days
}
bulk-existing = Days already logged
bulk-fill = Fill half days
bulk-fillable = { $days ->
    [one] { $days } day has a free half day.
   *[other] { $days } days have a free half day.
}
bulk-hint = You’ll see a preview first.
bulk-hint-usual-week = You’ll see a preview first; your usual week only fills days and half days without an entry.
bulk-keep = Keep
bulk-log-days = { $days ->
    [one] Log { $days } day
   *[other] Log { $days } days
}
bulk-more = More actions for these days
bulk-notes = Notes for each day
bulk-nothing = There’s nothing to change.
bulk-on = Days of the week
bulk-on-hint = Leave blank for every day.
bulk-preview = Preview
bulk-preview-delete = Preview: entries to delete
bulk-preview-usual-week = Preview: your usual week
bulk-replace = Replace
bulk-set-up = Set up your usual week
bulk-show-preview = Preview
bulk-title = Several days
bulk-undo = You can undo this for 10 minutes.
bulk-update-preview = Update preview
bulk-usual-week = Log my usual week
bulk-working-days = Working days

# What a preview says about a day, and about how many.
plan-add = add
plan-delete = delete
plan-fill = fill
plan-keep = keep
plan-replace = replace
plans-add = { $count } to add
plans-delete = { $count } to delete
plans-fill = { $count } to fill
plans-keep = { $count } to keep
plans-replace = { $count } to replace

# What happened to a day, and to how many.
step-added = added
step-deleted = deleted
step-filled = filled
step-kept = kept
step-replaced = replaced
step-unchanged = unchanged
steps-added = { $count } added
steps-deleted = { $count } deleted
steps-filled = { $count } filled
steps-kept = { $count } kept
steps-replaced = { $count } replaced
steps-unchanged = { $count } unchanged
# Before the types of a day, for screen readers: “from Office to Remote”.
step-from = from
step-to = to

# A change, and the history of a day.
change-by-other = { $time }, by someone else
change-by-you = { $time }, by you
change-changed = { $days ->
    [one] { $days } day changed
   *[other] { $days } days changed
}
change-deleted = { $days ->
    [one] { $days } day deleted
   *[other] { $days } days deleted
}
change-imported = { $days ->
    [one] { $days } day imported
   *[other] { $days } days imported
}
change-logged = { $days ->
    [one] { $days } day logged
   *[other] { $days } days logged
}
change-merged = { $days ->
    [one] Two types merged on { $days } day
   *[other] Two types merged on { $days } days
}
change-redo = Redo
change-redone = Change redone
change-go-to-month = Go to month
change-show-day = Show day
change-show-month = Show month
change-undo-until = You can undo this until { $time }.
change-undone = Change undone
change-usual-week = { $days ->
    [one] { $days } day logged from your usual week
   *[other] { $days } days logged from your usual week
}
history = History
history-changed = Changed
history-deleted = Deleted
history-imported = Imported
history-logged = Logged
history-merged = Types merged
history-nothing = Nothing has been logged for this day.
history-range = Logged with other days
history-title = History of { $day }
history-undone = Undone
history-usual-week = Logged from your usual week

## Year, report, and search

# The year.
year-days = Every day of { $year }
# The name of a day in the planner. Its number is visible.
year-day = { $day } { $month }, { $weekday }
year-next = { $year }, next year
year-previous = { $year }, previous year
year-totals = Days in { $year }
year-years = Years

# Allowances.
year-allowance = { $year } allowance
year-allowances = Allowances
year-allowances-of = Allowances, { $period }
year-at-end = End of { $year }
year-brought-forward = Carried over (entered)
year-carried = Carried over
year-carried-from = Carried over from { $year }
year-carry-question-html = <a href="{ $path }">Enter the { $name } days carried over into { $year }.</a> Your entries start too late to calculate them.
year-expired = Expired
year-left = { $days } left
# If some are already planned.
year-left-planned = { $days } left to plan
year-left-today = Left today
year-over = { $days } over
year-planned = Planned
year-set-allowances-html = <a href="/settings/allowances">Set yearly allowances</a> to see what’s left of each.
year-used = Used
year-will-expire = Will expire unused

# Tables and charts.
year-by-month = By month
year-by-type = Days by type
year-locations = All locations
year-no-days = No days in { $year }.
year-nothing = No entries in { $year }.
year-other = Other
year-planned-counted = Planned days are counted too.
year-remote = Remote locations
# Below the number of days.
year-unit = { $days ->
    [one] day
   *[other] days
}

# The office share.
share = Office share
share-12-weeks = 12 weeks
share-by = Office share by
share-dates = { $first } – { $last }
# The number of the first day, and the last date, such as “5–11 Jan”.
share-dates-in-month = { $first }–{ $last }
share-days = { $office } of { $worked }
share-hint = Office days as a share of the days worked up to today, without days off.
share-month = Month
share-none = No days worked in { $year }.
share-of-quarter = Q{ $number }
share-of-week = Week { $number }
share-quarter = Quarter
share-to-week = To week { $number }
share-total-html = <b>{ $percent }</b> in { $year } <small>{ $office } of { $worked ->
    [one] { $worked } day
   *[other] { $worked } days
}</small>
share-week = Week

# Missing days.
missing-days = Missing days
missing-began-later = There are no entries up to the end of { $year }. Missing days are counted from your first entry.
missing-sum = { $days ->
    [one] { $days } day missing since your first entry. A half day without an entry counts as 0.5 days.
   *[other] { $days } days missing since your first entry. A half day without an entry counts as 0.5 days.
}
# One or more dates of a month, such as “2–16”.
missing-run-html = { $days }<span class="vh"> { $month }</span>
# The numbers of the first and last day.
missing-range = { $first }–{ $last }
missing-working-days-html = { $days ->
    [one] { $days }<span class="vh"> working day</span>
   *[other] { $days }<span class="vh"> working days</span>
}

# Reports.
report = Report
report-count = { $days ->
    [one] { $days } day logged
   *[other] { $days } days logged
}
# Some or all of the days are after today.
report-count-planned = { $logged ->
    [one] { $logged } day logged, { $planned } planned
   *[other] { $logged } days logged, { $planned } planned
}
report-count-only-planned = { $days ->
    [one] { $days } day planned
   *[other] { $days } days planned
}
report-csv = Save as CSV
# The days with a type, next to their sum: two half days are one day, “on 2 days”.
report-dates = { $days ->
    [one] on { $days } day
   *[other] on { $days } days
}
report-last-month = Last month
report-last-year = Last year
report-locations = Locations
report-notes = Include notes
report-nothing = Nothing is logged in this period.
report-only = Only { $types }
report-periods = Periods
report-print = Print
report-range = { $from } – { $to }
# Some days of a month, such as “1–30 November 2026”.
report-range-in-month = { $first }–{ $last } { $month }
report-show = Show report
report-this-month = This month
report-types = Types
report-types-hint = Leave blank for all types.

# Searches.
search-caption = Entries, newest first
search-field = Notes, locations, and types
search-none = No entries match.
search-older = Older entries
# The page.
search-title = Search

## Settings

settings-edit-html = Edit<span class="vh"> { $what }</span>
settings-remove-html = Remove<span class="vh"> { $what }</span>
settings-revoke-html = Revoke<span class="vh"> { $name }</span>
settings-saved = Saved.

conflict-choice-html = Overwrite the saved version with the form below, or <a href="{ $path }">discard your changes</a>.
conflict-saved = Saved version
conflict-setting = Setting
conflict-title = These settings were changed elsewhere
conflict-yours = Your version

general = General
general-browser-language = Same as the browser
general-language = Language
general-language-hint = For pages, emails, and Slack messages.
general-time-zone = Time zone
general-time-zone-hint = Determines which day is today.
general-week-start = Weeks start on

types = Types
types-add = Add type
types-add-hint = Training, travel, jury duty, parental leave… You can add { $count } more.
types-archive-html = Archive<span class="vh"> { $label }</span>
types-archived = Archived
types-archived-hint = Existing days keep these types, which aren’t offered for new days.
types-color = Color
types-color-amber = amber
types-color-blue = blue
types-color-brown = brown
types-color-green = green
types-color-olive = olive
types-color-pink = pink
types-color-red = red
types-color-slate = slate
types-color-teal = teal
types-color-violet = violet
types-full = You can’t add more types. Merge one into another first.
types-kind = Counts as
types-kind-leave = Leave
types-kind-off = Day off
types-kind-work = Work
types-lead = Types are offered in this order. In the calendar, press a type’s key to log it.
types-location-none = None
types-location-optional = Optional
types-location-required = Required
types-merge-html = Merge<span class="vh"> { $label }</span> into another…
types-move-down = Move { $label } down
types-move-up = Move { $label } up
types-restore-html = Restore<span class="vh"> { $label }</span>
types-summary-html = { $kind }, { $location }
types-summary-key-html = { $kind }, { $location }, <span class="whole">key <kbd>{ $key }</kbd></span>
types-summary-none = no location
types-summary-optional = location optional
types-summary-required = location required

merge-allowance = The allowance of { $from } is deleted. The allowance of { $into } doesn’t change.
merge-becomes = becomes
merge-continue = Continue
merge-dates = { $dates } and { $last }
merge-day = { $days ->
    [one] { $days } day on { $date } will change.
   *[other] { $days } days on { $date } will change.
}
merge-days = { $days ->
    [one] { $days } day from { $first } to { $last } will change.
   *[other] { $days } days from { $first } to { $last } will change.
}
merge-final = You can’t undo this.
merge-into = Merge into
merge-lead = Choose the type its days will get. You’ll see a preview first.
merge-location = Location (required)
merge-location-hint = { $label } requires a location: enter the one for { $dates }.
merge-locations = { $label } doesn’t have locations. The locations of these days stay only in their history.
merge-more-dates = { $dates } and { $count } more
merge-no-days = No days have this type.
merge-page = Merge types
merge-removed = { $label } is removed from your types. The history of each day still shows it.
merge-submit = Merge into { $label }
merge-title = Merge { $label }

allowances = Allowances
allowances-balance = { $used } of { $available } used
allowances-balance-planned = { $used } of { $available } used, { $planned } planned
allowances-brought = { $days } carried over
allowances-brought-expired = { $days } carried over, { $expired } expired after { $date }
allowances-brought-expiring = { $days } carried over, { $expiring } to use by { $date }
allowances-calendar = Allowance year
allowances-calendar-lead = These settings apply to all allowances. Changing them recalculates every year.
allowances-carried = { $days } carried over
allowances-carried-expired = { $days } carried over, { $expired } expired after { $date }
allowances-carried-expiring = { $days } carried over, { $expiring } to use by { $date }
allowances-carry = Carry over unused days
allowances-changes = Changes by year
allowances-changes-of = Changes to { $label } by year
allowances-days = Days per year
allowances-days-hint = Leave blank for no limit; enter 0 for none.
allowances-employed-from = Employed from
allowances-employed-hint = If you start or leave during a year, your days for that year are prorated.
allowances-employed-until = Employed until
allowances-exception-carried = Carried over
allowances-exception-carried-label = Days carried over into that year
allowances-exception-days = Days
allowances-exception-days-label = Days of that year
allowances-exception-year = Year
allowances-exceptions = Exceptions by year
allowances-exceptions-hint = Days carried over into that year replace the calculated ones; enter -2 if you owe two days.
allowances-exceptions-start = If you took days in { $year } before you started logging, enter the rest as an exception.
allowances-expiry = Last day to use them
allowances-expiry-date = { $day } { $month }
allowances-expiry-day = Day
allowances-expiry-month = Month
allowances-from = Starting in
allowances-from-blank = all years
allowances-from-hint = Earlier years don’t change.
allowances-lead = How many days of each type you can take per year. The number on the right is what’s left at the end of { $year }, after planned days.
allowances-lead-none = How many days of each type you can take per year.
allowances-left = { $days } left
allowances-most = Maximum days
allowances-most-all = All
allowances-most-blank = all
allowances-no = No
allowances-no-expiry = No expiry
allowances-no-limit = No limit
allowances-over = { $days } over
allowances-question-html = <a href="{ $path }">Enter the { $name } days carried over into { $year }.</a> Your entries start too late to calculate them.
allowances-rule-carry = { $days }, carry over
allowances-rule-carry-most = { $days }, carry over up to { $most }
allowances-rule-carry-most-until = { $days }, carry over up to { $most } until { $date }
allowances-rule-carry-until = { $days }, carry over until { $date }
allowances-rule-days = { $days ->
    [one] { $days } day a year
   *[other] { $days } days a year
}
allowances-rule-days-in = { $days ->
    [one] { $days } day in { $year }
   *[other] { $days } days in { $year }
}
allowances-rule-no-limit-in = No limit in { $year }
allowances-year-carried = { $year }: { $carried } carried over
allowances-year-days = { $days ->
    [one] { $year }: { $days } day
   *[other] { $year }: { $days } days
}
allowances-year-days-carried = { $days ->
    [one] { $year }: { $days } day, { $carried } carried over
   *[other] { $year }: { $days } days, { $carried } carried over
}
allowances-year-start = Starts in
allowances-years-from = From { $year }
allowances-years-until = Until { $year }
allowances-yes = Yes

schedule-add = New schedule from…
schedule-afternoon-location-on = Location on { $weekday }, afternoon
schedule-afternoon-type-on = Type on { $weekday }, afternoon
schedule-anchor = A day in week A
schedule-anchor-hint = Both weeks start on Monday.
schedule-copy-html = Copy to all working days<span class="vh"> from { $weekday }</span>
schedule-current = Current
schedule-day = { $weekday } { $usual }
schedule-delete-hint = If you delete a schedule, the one before it applies instead, including to past days.
schedule-delete-html = Delete<span class="vh"> schedule: { $start }</span>
schedule-edit-html = Edit<span class="vh"> schedule: { $start }</span>
schedule-first-heading = Schedule from the beginning
schedule-from = Start date
schedule-from-beginning = From the beginning
schedule-from-date = From { $date }
schedule-heading = Schedule from { $date }
schedule-lead-first-html = Your working days, and your usual week for <a href="/days">logging days</a> quickly. This schedule applies to all days, including past ones.
schedule-lead-html = Your working days, and your usual week for <a href="/days">logging days</a> quickly. Earlier days keep the schedule they have.
schedule-list = Schedules
schedule-list-lead = Edit a schedule to correct it, also for past days. If your week changes, add a new schedule.
schedule-location-on = Location on { $weekday }
schedule-new = New schedule
schedule-no-working-days = No working days
schedule-not-set = Not set
schedule-save = Save schedule
schedule-start = From
schedule-start-beginning = the beginning
schedule-title = Work schedule
schedule-type-on = Type on { $weekday }
schedule-usual-week = Usual week
schedule-usual-weeks = Usual weeks
schedule-usual-weeks-one = One
schedule-usual-weeks-two = Two, alternating
schedule-week-a = Week A
schedule-week-a-hint = Week A is the week that contains the start date, from Monday to Sunday.
schedule-week-b = Week B
schedule-weekday-b = { $weekday }, week B
schedule-weeks-alternate = Alternate weeks A and B
schedule-weeks-same = Same every week
schedule-working-days = Working days
schedule-working-days-hint = Other days are shaded in the calendar.

account-add-email = Add email
account-change-email = Change email
account-confirmed = confirmed
account-email-hint = Used to reset your password and for notices about your account; leave blank for none.
account-link-sent = A confirmation link was sent to this address. It expires in 24 hours.
account-new-email = New email
account-no-email = none
account-no-mail = This server doesn’t send email, so addresses can’t be confirmed. If you forget your password, ask your administrator.
account-password = Changing your password logs you out everywhere else.
account-resend = Resend link
account-save-email = Save email
account-unconfirmed = not confirmed yet

webhook-page = Slack
webhook-example-location = Home
webhook-failure = A message couldn’t be delivered within 24 hours ({ $date }). { $reason }
webhook-full = 1,000 messages are waiting to be delivered. Until some are, changes aren’t reported.
webhook-lead-html = Worklog posts a message to a channel when you add, change, or delete a day: <q>{ $example }</q>. Bulk changes are sent as one message. Notes aren’t sent.
webhook-new-url = New webhook URL
webhook-none = No webhook
webhook-target = Messages go to
webhook-test = Send test message
webhook-label = Webhook
webhook-url-hint = Copy it in Slack under Apps > Incoming Webhooks > Add to Slack; it isn’t shown here again.
webhook-url = Webhook URL

feeds = Calendar feeds
feeds-address = Feed address
feeds-copy-now = Copy this address now. It won’t be shown again.
feeds-create = Create feed
feeds-created = Feed “{ $name }” created
feeds-created-on = created { $date }
feeds-detail = What to share
feeds-detail-location = Type and location
feeds-detail-notes = Everything, including notes
feeds-detail-presence = Working or away
feeds-detail-type = Type
feeds-last-read = last read { $date }, { $time }
feeds-lead = See your days in a calendar app, without logging in: the past 12 months and all planned days. Work is shown as free, everything else as busy.
feeds-list = Feeds
feeds-name-hint = Shown in calendar apps, such as “The team” or “My phone”.
feeds-new = New feed
feeds-none = No feeds yet.
feeds-not-read = not read yet
feeds-revoke-text = Its address stops working immediately, but apps that have already read it may keep its events. You can’t undo this.
feeds-subscribe = Subscribe on this device
feeds-subscribe-hint = On other devices, subscribe to this address in your calendar app; anyone with the address can read the feed.

sessions = Sessions
sessions-browser = { $program } on { $system }
sessions-browser-unknown = Unknown browser
sessions-browser-unknown-system = Unknown browser on { $system }
sessions-current = this session
sessions-end-html = End session<span class="vh"> of { $browser }, last seen { $date }</span>
sessions-end-others = End all other sessions
sessions-first-seen = first seen { $date }
sessions-hint = Ending a session doesn’t revoke API tokens.
sessions-last-seen = last seen { $date }
sessions-lead-html = Where you’re logged in. If you don’t recognize a browser, end its session and <a href="/password">change your password</a>.

tokens = API tokens
tokens-copy-command = Copy command
tokens-copy-now = Copy it now. It won’t be shown again.
tokens-create = Create token
tokens-created = Token “{ $name }” created
tokens-created-on = created { $date }
tokens-example = For example, to get this year’s entries:
tokens-expired = expired { $date }
tokens-expires = Expires
tokens-expires-in = { $days ->
    [one] expires in { $days } day
   *[other] expires in { $days } days
}
tokens-expires-on = expires { $date }
tokens-expires-today = expires today
tokens-expires-tomorrow = expires tomorrow
tokens-lead-html = Tokens let your scripts and apps use the <a href="/api/">API</a> without your password.
tokens-lifetime-days = { $days ->
    [one] In { $days } day, on { $date }
   *[other] In { $days } days, on { $date }
}
tokens-lifetime-never = Never
tokens-lifetime-year = In a year, on { $date }
tokens-list = Tokens
tokens-name-hint = What will use it, such as “Backup script” or “Laptop”.
tokens-never-expires = never expires
tokens-never-used = never used
tokens-new = New token
tokens-none = No tokens yet.
tokens-revoke-hint = Changing your password keeps tokens; resetting it revokes them.
tokens-revoke-text = Programs that use this token lose access immediately. You can’t undo this.
tokens-scope = Permissions
tokens-scope-read = Read
tokens-scope-write = Read and write
tokens-token = Token
tokens-used-days-ago = { $days ->
    [one] last used { $days } day ago
   *[other] last used { $days } days ago
}
tokens-used-on = last used { $date }
tokens-used-today = last used today
tokens-used-yesterday = last used yesterday

data = Data
data-account-hint = Your account and everything in it; you’ll be logged out everywhere.
data-all = All entries
data-all-hint = { $entries }; your account and settings are kept.
data-delete = Delete for good
data-delete-account-html = Delete<span class="vh"> account</span>…
data-delete-all-html = Delete<span class="vh"> all entries</span>…
data-delete-hint = You’ll be asked to confirm. These can’t be undone.
data-delete-year-html = Delete<span class="vh"> { $year }</span>…
data-only-history = The history of deleted days

delete-account = Delete account
delete-account-backups = Existing backups of the server, until they’re replaced
delete-account-export-html = You can’t undo this. Export a copy first: <a href="/export.json">export.json</a> can be imported into another account.
delete-account-feeds = Your calendar feeds: their links stop working
delete-account-history = The history of all days
delete-account-itself = Your account “{ $username }”, with its password, email address, and settings
delete-account-keep = Keep account
delete-account-password = Your password
delete-account-sessions = All your sessions, including this one
delete-account-tokens = Your API tokens: they stop working
delete-account-unsent = Unsent messages, and uploaded files that aren’t imported yet
delete-account-username = Your username, which becomes available again
delete-all = Delete all entries
delete-confirm-days = { $days ->
    [one] Delete { $days } day for good
   *[other] Delete { $days } days for good
}
delete-confirm-days-of = { $days ->
    [one] Delete { $days } day of { $year } for good
   *[other] Delete { $days } days of { $year } for good
}
delete-confirm-history = Delete the history for good
delete-confirm-history-of = Delete the history of { $year } for good
delete-content = Their types, locations, and notes
delete-days-html = { $days ->
    [one] <b>{ $days } day</b>: { $dates }
   *[other] <b>{ $days } days</b>: { $dates }
}
delete-deleted = Will be deleted
delete-export-html = You can’t undo this. Export a copy first: <a href="{ $path }">export.json</a> can be imported again. Existing backups of the server contain these days until they’re replaced.
delete-history = Their history
delete-history-and-earlier = Their history, and the history of days deleted earlier
delete-keep-days = Keep them
delete-keep-history = Keep it
delete-keeps-account = Your account and settings, including types and allowances
delete-keeps-feeds = Your calendar feeds, without these days
delete-keeps-tokens = Your API tokens
delete-keeps-years = All other years, and the days carried over into them
delete-kept = Will be kept
delete-nothing = Nothing is logged, so there’s nothing to delete.
delete-nothing-in = Nothing is logged in { $year }, so there’s nothing to delete.
delete-submit = Delete for good
delete-uploads = Uploaded files that aren’t imported yet
delete-year = Delete { $year }

## Import and export

import-heading = Import
import-lead = You’ll see a preview. Nothing changes until you confirm.
import-file = File
import-file-hint =
    A table (CSV or XLSX), Worklog’s JSON, or a calendar (.ics). Up to 5 MiB, 50,000 rows, and 10,000
    days.
import-paste = Or paste the text
import-example-header = Date,Type,Location
import-example-row = 2026-11-18,Remote,Home
import-preview = Preview
import-tables = Supported tables
import-table-holidays = A calendar file (.ics) of your region’s holidays; the preview asks for the type of its events.
import-table-worklog = Worklog’s own CSV, with or without the other columns of the export.
import-table-states = A list of days with Home, Office, or another state, such as officetracker’s.
import-table-absences = Absences from timeoff-management, including half days.
import-table-german-html = Absences in German. Also in English: <code>From, To, Period, Absence type</code>.
import-table-other = Any other table
import-table-other-hint =
    You choose the columns. Hours from Toggl, Clockify, and similar programs become whole or half
    days.
import-tables-hint =
    In a text file, separate columns with commas, semicolons, or tabs. Absences of several days, and
    public holidays in files of other programs, are only imported for your working days.
export-heading = Export
export-lead =
    CSV contains a row for each day. JSON also contains your settings, types, and history. You can
    import both into Worklog.
export-days = Days
export-commas = With commas
export-semicolons = With semicolons
export-all = All
export-csv-all-html = CSV<span class="vh"> of all days</span>
export-csv-all-semicolons-html = CSV<span class="vh"> of all days, with semicolons</span>
export-json-all-html = JSON<span class="vh"> of all days</span>
export-csv-year-html = CSV<span class="vh"> of { $year }</span>
export-csv-year-semicolons-html = CSV<span class="vh"> of { $year }, with semicolons</span>
export-json-year-html = JSON<span class="vh"> of { $year }</span>
export-hint = Choose semicolons if your spreadsheet shows each row in one cell.

import-columns-title = Choose the columns
import-columns-lead = Choose what each column contains. You’ll see a preview before anything is imported.
import-pasted = Pasted text
import-sheet = Sheet
import-show-sheet = Show this sheet
import-first-rows = First rows
import-one-type = Or one type for all rows
import-more-columns = More columns
import-other-file = Choose another file
import-no-column = None
import-no-type = None
import-column-number = Column { $number }
import-column-count = Number of days
import-column-date = Date, or first day
import-column-day = Day of the month
import-column-half = Half day
import-column-hours = Hours worked
import-column-last-half = Half day on the last day
import-column-last-name = Last name
import-column-location = Location
import-column-month = Month
import-column-notes = Notes
import-column-person = Person
import-column-status = Status
import-column-to = Last day
import-column-type = Type
import-column-year = Year

import-review-title = Import preview
import-update-preview = Update preview
import-not-yet = Not imported yet
import-about-absences = { $rows ->
    [one] { $rows } row, read as an export of absences.
   *[other] { $rows } rows, read as an export of absences.
}
import-about-calendar = { $events ->
    [one] { $events } event, read as a calendar.
   *[other] { $events } events, read as a calendar.
}
import-about-earlier-service = { $rows ->
    [one] { $rows } row, read as entries from the earlier service.
   *[other] { $rows } rows, read as entries from the earlier service.
}
import-about-german = { $rows ->
    [one] { $rows } row, read as a list of absences.
   *[other] { $rows } rows, read as a list of absences.
}
import-about-mapped = { $rows ->
    [one] { $rows } row, read as a table with the columns that you chose.
   *[other] { $rows } rows, read as a table with the columns that you chose.
}
import-about-settings = Settings, read as Worklog’s own JSON.
import-about-states = { $rows ->
    [one] { $rows } row, read as a table of dates and states.
   *[other] { $rows } rows, read as a table of dates and states.
}
import-about-worklog-csv = { $rows ->
    [one] { $rows } row, read as Worklog’s own CSV.
   *[other] { $rows } rows, read as Worklog’s own CSV.
}
import-about-worklog-json = { $entries ->
    [one] { $entries } entry, read as Worklog’s own JSON.
   *[other] { $entries } entries, read as Worklog’s own JSON.
}
import-total-added-html = { $days ->
    [one] <b>{ $days }</b> day will be added
   *[other] <b>{ $days }</b> days will be added
}
import-total-replaced-html = { $days ->
    [one] <b>{ $days }</b> day will be replaced
   *[other] <b>{ $days }</b> days will be replaced
}
import-total-kept-html = { $days ->
    [one] <b>{ $days }</b> conflict, logged day kept
   *[other] <b>{ $days }</b> conflicts, logged days kept
}
import-total-row-errors-html = { $rows ->
    [one] <b>{ $rows }</b> row with an error
   *[other] <b>{ $rows }</b> rows with errors
}
import-total-event-errors-html = { $events ->
    [one] <b>{ $events }</b> event with an error
   *[other] <b>{ $events }</b> events with errors
}
import-total-waiting-html = { $rows ->
    [one] <b>{ $rows }</b> row needs your input
   *[other] <b>{ $rows }</b> rows need your input
}
import-total-events-waiting-html = { $events ->
    [one] <b>{ $events }</b> event needs your input
   *[other] <b>{ $events }</b> events need your input
}
import-total-same-html = { $days ->
    [one] <b>{ $days }</b> day already up to date
   *[other] <b>{ $days }</b> days already up to date
}
import-total-rows-left-out-html = { $rows ->
    [one] <b>{ $rows }</b> row left out
   *[other] <b>{ $rows }</b> rows left out
}
import-total-events-left-out-html = { $events ->
    [one] <b>{ $events }</b> event left out
   *[other] <b>{ $events }</b> events left out
}
import-total-empty-html = { $days ->
    [one] <b>{ $days }</b> day with nothing logged
   *[other] <b>{ $days }</b> days with nothing logged
}
import-total-free-html = { $days ->
    [one] <b>{ $days }</b> day off left out
   *[other] <b>{ $days }</b> days off left out
}
import-question-date = What does { $example } mean?
import-day-first = Day first
import-month-first = Month first
import-question-year = Which year is { $example } in?
import-join-cells = { $rows ->
    [one] Join extra cells to the last column ({ $rows } row is too long)
   *[other] Join extra cells to the last column ({ $rows } rows are too long)
}
import-person = This file contains several people. Which one are you?
import-person-rows = { $rows ->
    [one] { $name } ({ $rows } row)
   *[other] { $name } ({ $rows } rows)
}
import-choose = Choose…
import-events = Events
import-events-as = Import as
import-unknown-types = Types you don’t have
import-recognized-events = Recognized by a word in the title
import-known-types = Types in the file
import-type-name = “{ $name }”
import-rows-of-type = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}
import-events-of-type = { $events ->
    [one] { $events } event
   *[other] { $events } events
}
import-entries-of-type = { $entries ->
    [one] { $entries } entry
   *[other] { $entries } entries
}
import-create-type = Create a type
import-leave-out = Leave out
import-new-type = Name of the new type
import-counts-as = Counts as
import-kind-leave = Leave
import-kind-off = Day off
import-kind-work = Work
import-repeated-years = Years for repeated events
import-default-location = Location for days without one
import-home = Home
import-rows-without-location = { $rows ->
    [one] { $rows } row has no location
   *[other] { $rows } rows have no location
}
import-events-without-location = { $events ->
    [one] { $events } event has no location
   *[other] { $events } events have no location
}
import-existing = Days already logged differently
import-existing-keep = Keep the logged days
import-existing-replace = Replace them
import-settings = Also import the settings in the file
import-change-columns = Change columns
import-undo-hint = You can undo the import for 10 minutes, except for new types and settings.
import-errors = Errors
import-errors-hint =
    These rows won’t be imported. Correct them in the file and upload it again, or import the rest.
import-event-errors-hint =
    These events won’t be imported. You can import the rest.
import-line-number = Line { $line }
import-more = and { $more } more
import-conflicts = Conflicts
import-conflicts-kept = logged days will be kept
import-conflicts-replaced = logged days will be replaced
import-day = Day
import-logged = Logged
import-in-file = In the file
import-line = Line
import-totals = Totals by year and type
import-totals-match = Each row’s number of days matches the file.
import-year = Year
import-type = Type
import-days-in-file = Days in the file
import-days-to-import = Days to import
import-differs = differs
import-rows = Rows
import-rows-selected = { $included } of { $total } selected
import-select-all = Select all
import-select-none = Select none
import-select-suggested = Select suggested
import-select-all-of-year = Select all in { $year }
import-select-none-of-year = Select none in { $year }
import-years = Years
import-year-part = { $year }, part { $part }
import-year-included = { $included } of { $total }
import-result = Result
import-range = { $from } to { $to }
import-row-not-selected = not selected
import-row-left-out = left out
import-row-without-type = choose a type
import-row-without-location = enter a location
import-row-added = will be added
import-row-days-added = { $days ->
    [one] { $days } day will be added
   *[other] { $days } days will be added
}
import-row-replaced = will be replaced
import-row-days-replaced = { $days ->
    [one] { $days } day will be replaced
   *[other] { $days } days will be replaced
}
import-row-kept = already logged, kept
import-row-days-kept = { $days ->
    [one] { $days } day already logged, kept
   *[other] { $days } days already logged, kept
}
import-row-same = already up to date
import-row-days-same = { $days ->
    [one] { $days } day already up to date
   *[other] { $days } days already up to date
}
import-row-repeated = already in another row
import-row-days-repeated = { $days ->
    [one] { $days } day already in another row
   *[other] { $days } days already in another row
}
import-event-repeated = already in another event
import-event-days-repeated = { $days ->
    [one] { $days } day already in another event
   *[other] { $days } days already in another event
}
import-row-fewer-hours = other types have more hours
import-row-days-fewer-hours = { $days ->
    [one] { $days } day on which other types have more hours
   *[other] { $days } days on which other types have more hours
}
import-row-day-off = day off, left out
import-row-days-off = { $days ->
    [one] { $days } day off, left out
   *[other] { $days } days off, left out
}
import-row-days-in-file = { $days } in the file
import-settings-only = Import settings
import-confirm = { $days ->
    [one] Import { $days } day
   *[other] Import { $days } days
}
import-nothing = With these choices, there’s nothing to import.

## Admin

admin-pages = Admin
admin-users = Users
admin-invitations = Invitations
admin-audit-log = Audit log
admin-logins = Logins
admin-database = Database
recent-today = today, { $time }
recent-yesterday = yesterday, { $time }

users-search = Username starts with
users-none = No usernames match.
users-no-more = No more users.
users-joined = Joined
users-last-seen = Last seen
users-admin = admin
users-disabled = disabled
users-confirmed = confirmed
users-first = First
users-next = Next
users-hint = “Last seen” covers sessions that haven’t expired. Admins can’t see what people log.

user-reset-link = Password reset link
user-reset-link-hint = Share it only with { $name }: it works once, expires in 30 minutes, and won’t be shown again.
user-link = Link
user-no-email = none confirmed
user-programs = API and feeds
user-programs-count = { $tokens ->
    [one] { $tokens } API token
   *[other] { $tokens } API tokens
}, { $feeds ->
    [one] { $feeds } calendar feed
   *[other] { $feeds } calendar feeds
}
user-disabled = Disabled
user-disabled-since = since { $date }
user-oneself = This is you. Only another admin can disable your account or remove your admin role.
user-enable = Enable
user-enable-hint = They can log in again, and their API tokens and calendar feeds work again.
user-disable = Disable
user-disable-hint = They’re logged out and can’t log in until you enable the account.
user-disable-question = Disable { $name }?
user-disable-text =
    They’re logged out everywhere. API tokens, calendar feeds, and links stop working until you enable
    the account. Nothing is deleted.
user-reset = Password reset
user-reset-hint = Sends a link to their confirmed address that works once and expires in 30 minutes.
user-email-reset-link = Email reset link
user-admin = Admin
user-admin-hint = They keep their account; their open invitations are revoked.
user-withdraw-admin = Remove admin role
user-confirm = Confirm with your password
user-confirm-grant = Enter your password to make { $name } an admin.
user-confirm-reset = Enter your password to create a reset link. Anyone with the link can log in to the account.
user-confirm-either =
    Enter your password to create a reset link or make { $name } an admin. Anyone with the link can
    log in to the account.
user-your-password = Your password
user-create-reset-link = Create reset link
user-grant-admin = Make { $name } an admin
user-log = Recent activity
user-log-all = View all in the audit log

invitations-created = Invitation created
invitations-created-hint = Copy this link now: it works once, expires in seven days, and won’t be shown again.
invitations-link = Link
invitations-closed-html =
    Sign-up is closed, so invitations don’t work. To allow them, set
    <code>WORKLOG_SIGNUP=invite</code>.
invitations-lead = An invitation is a link that lets one person sign up.
invitations-lead-open =
    An invitation is a link that lets one person sign up. Sign-up is open, so invitations aren’t
    required.
invitations-none = No open invitations.
invitations-open = Open invitations
invitations-anyone = Anyone with the link
invitations-emailed = emailed to { $address }
invitations-created-on = created { $date }
invitations-expires = { $days ->
    [0] expires today
    [one] expires in { $days } day
   *[other] expires in { $days } days
}
invitations-revoke-html = Revoke<span class="vh"> { $name }</span>
invitations-revoke-text = The link stops working immediately. You can’t undo this.
invitations-create = Invite someone
invitations-email = Email (optional)
invitations-email-hint = The link is sent to this address; leave blank to get a link to share.
invitations-note = Note (optional)
invitations-note-hint = Who the invitation is for, visible only to admins.
invitations-submit = Invite

logins-lead = Failed logins, password resets, logins from new browsers, and throttled attempts in the last 90 days. Each username is shown as a code, which stays the same until the server’s secret key changes.
logins-none = No events yet.
logins-no-older = No older events.
logins-others = various usernames and networks
logins-names = { $network }, various usernames
logins-failed = { $count ->
    [one] Failed login
   *[other] { $count } failed logins
}
logins-throttled = { $count ->
    [one] Throttled login
   *[other] { $count } throttled logins
}
logins-reset = { $count ->
    [one] Password reset
   *[other] { $count } password resets
}
logins-new-browser = { $count ->
    [one] Login from a new browser
   *[other] { $count } logins from new browsers
}
logins-throttled-reset = { $count ->
    [one] Throttled password reset
   *[other] { $count } throttled password resets
}
logins-throttled-reset-request = { $count ->
    [one] Throttled request for a password reset link
   *[other] { $count } throttled requests for password reset links
}
logins-throttled-signup = { $count ->
    [one] Throttled sign-up
   *[other] { $count } throttled sign-ups
}
logins-other = { $count ->
    [one] Other event
   *[other] { $count } other events
}

audit-lead = Actions by admins, on these pages and on the command line. Entries can’t be changed here.
audit-filter = Filter by user
audit-filter-submit = Filter
audit-none = No entries yet.
audit-no-older = No older entries.
audit-newest = Newest
audit-older = Older
audit-command-line = The command line
audit-deleted-account = a deleted account
# Each of these names the admin and, in most, the user.
audit-user-added = { $who } created the account of { $whom }
audit-password-set = { $who } set a new password for { $whom }
audit-disabled = { $who } disabled { $whom }
audit-enabled = { $who } enabled { $whom }
audit-admin-granted = { $who } made { $whom } an admin
audit-admin-withdrawn = { $who } removed the admin role from { $whom }
audit-reset-link-shown = { $who } created a password reset link for { $whom }
audit-reset-link-mailed = { $who } emailed a password reset link to { $whom }
audit-invited = { $who } created invitation { $number }
audit-invitation-revoked = { $who } revoked invitation { $number }
audit-invitation-used = { $who } signed up by invitation { $number }
audit-invitation-of-used = { $who } signed up by invitation { $number } of { $whom }

database-engine = Engine
database-schema = Schema
database-data = Data
database-disk = On disk
database-log = Log file
database-size-unknown = unknown
database-bytes = { $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
}
database-members = Replica set members
database-member-hidden = not visible to Worklog’s database user
database-contents = Contents
database-users = { $users ->
    [one] { $users } user
   *[other] { $users } users
}
database-months = { $months ->
    [one] { $months } month
   *[other] { $months } months
}
database-changes = { $changes ->
    [one] { $changes } change
   *[other] { $changes } changes
}
database-feeds = { $feeds ->
    [one] { $feeds } calendar feed
   *[other] { $feeds } calendar feeds
}
database-tokens = { $tokens ->
    [one] { $tokens } token
   *[other] { $tokens } tokens
}
database-audit-entries = { $entries ->
    [one] { $entries } audit log entry
   *[other] { $entries } audit log entries
}
database-cookie-keys = { $keys ->
    [one] { $keys } cookie key
   *[other] { $keys } cookie keys
}
database-messages = { $messages ->
    [one] { $messages } message
   *[other] { $messages } messages
}
database-attempts = { $counts ->
    [one] { $counts } attempt counter
   *[other] { $counts } attempt counters
}
database-auth-events = { $events ->
    [one] { $events } login event
   *[other] { $events } login events
}
database-sessions = { $sessions ->
    [one] { $sessions } session
   *[other] { $sessions } sessions
}
database-invitations = { $invitations ->
    [one] { $invitations } invitation
   *[other] { $invitations } invitations
}
database-confirmations = { $links ->
    [one] { $links } email confirmation link
   *[other] { $links } email confirmation links
}
database-uploads = { $uploads ->
    [one] { $uploads } upload
   *[other] { $uploads } uploads
}
database-upload-parts = { $parts ->
    [one] { $parts } upload part
   *[other] { $parts } upload parts
}
database-resets = { $links ->
    [one] { $links } password reset link
   *[other] { $links } password reset links
}
server-heading = This server
server-version = Version
server-signup = Sign-up
server-signup-open = open to everyone
server-signup-invite = by invitation
server-signup-closed = closed
server-mail-on = set up
server-mail-off = not set up
server-webhooks = Webhooks
server-webhooks-hosts = allowed to { $hosts }
server-queued = Queued

## Email, Slack, and feeds

email-changed-subject = Your Worklog email address was changed
email-changed =
    The account “{ $username }” no longer uses this address. It was removed, or another address was
    confirmed.

    If this wasn’t you, contact your administrator.
email-confirm-subject = Confirm your email address for Worklog
email-confirm =
    This address was entered for the account “{ $username }”. If that was you, confirm it here within
    24 hours:

    { $link }

    If it wasn’t you, ignore this email: the address won’t be used.
email-invitation-subject = You’re invited to Worklog
email-invitation =
    You’re invited to Worklog, where you log your working days, locations, and days off. Sign up here
    within seven days:

    { $link }

    The link works once. If you didn’t expect this invitation, ignore this email.
email-new-browser-subject = New login to your Worklog account
email-new-browser =
    Someone, probably you, logged in to the account “{ $username }” from a new browser:

    - Time: { $time } ({ $zone })
    - Browser: { $browser }
    - Network: { $network }

    If this wasn’t you, end the session and change your password:

    { $link }
email-password-changed-subject = Your Worklog password was changed
email-password-changed =
    The password of the account “{ $username }” was changed, and all its other sessions were logged
    out.

    If this wasn’t you, reset your password now:

    { $link }
email-reset-subject = Reset your Worklog password
email-reset =
    Someone, probably you, requested a new password for the account “{ $username }”. Choose it here
    within 30 minutes:

    { $link }

    The link works once. If you didn’t request it, ignore this email: your password won’t change.
email-reset-by-admin =
    A Worklog admin sent you this link to choose a new password for the account “{ $username }” within
    30 minutes:

    { $link }

    The link works once. If you ignore this email, your password won’t change.
feed-away = Away
feed-working = Working
slack-afternoon = { $part } in the afternoon
slack-changed = { $name } changed { $day }: { $after } instead of { $before }
slack-days-changed = { $name } changed { $days } days from { $from } to { $to }
slack-days-deleted = { $name } deleted { $days } days from { $from } to { $to }
slack-days-imported = { $name } imported { $days } days from { $from } to { $to }
slack-days-logged = { $name } logged { $days } days from { $from } to { $to }
slack-days-undone = { $name } undid a change of { $days } days from { $from } to { $to }
slack-days-what = { $text }: { $what }
slack-deleted = { $name } deleted { $day }: it was { $before }
slack-halves = { $morning } in the morning, { $afternoon } in the afternoon
slack-logged = { $name } logged { $day }: { $after }
slack-morning = { $part } in the morning
slack-notes-changed = { $name } changed the notes of { $day }
slack-part-at = { $part } at { $location }
slack-test = This is a test from Worklog. Changes to your days will be posted here.
slack-undone = { $text } (undo)
