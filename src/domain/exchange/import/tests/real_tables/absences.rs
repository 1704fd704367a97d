//! Lists of absences, with a first and a last day.

use super::{KNOWN, RealTable};

pub(super) const TABLES: &[RealTable] = &[
    RealTable {
        name: "timeoff-management, all data",
        text: "Department,Last name,Name,Email address,Type of absence,Started at,Date type,Ended at,Date type\n\
               IT,Lovelace,Ada,ada@example.org,Holiday,2026-11-16,Afternoon,2026-11-17,All Day\n\
               IT,Lovelace,Ada,ada@example.org,Sick Leave,2026-11-18,Morning,2026-11-18,Morning\n",
        days: &[
            "2026-11-16 vacation, afternoon",
            "2026-11-17 vacation",
            "2026-11-18 sick, morning",
        ],
        ..KNOWN
    },
    RealTable {
        name: "timeoff-management, report of leaves",
        text: "Employee,Department,Leave Type,Deducted days,From,To,Status,Requested On,Approved By,Comment\n\
               Ada Lovelace,IT,Holiday,2,2026-11-16,2026-11-17,Approved,2026-10-01,Bob,\n\
               Ada Lovelace,IT,Holiday,0.5,2026-11-18,2026-11-18,Approved,2026-10-01,Bob,Dentist\n\
               Ada Lovelace,IT,Holiday,1,2026-11-19,2026-11-19,New,2026-10-01,Bob,\n\
               Ada Lovelace,IT,Holiday,1,2026-11-20,2026-11-20,Pended Revoke,2026-10-01,Bob,\n\
               Ada Lovelace,IT,Holiday,1,2026-11-23,2026-11-23,Rejected,2026-10-01,Bob,\n\
               Ada Lovelace,IT,Sick Leave,1,2026-11-24,2026-11-24,Canceled,2026-10-01,Bob,\n",
        days: &[
            "2026-11-16 vacation",
            "2026-11-17 vacation",
            "2026-11-18 vacation, morning (Dentist)",
        ],
        unchecked: &[4, 5],
        errors: &[(6, "table.off"), (7, "table.off")],
        ..KNOWN
    },
    RealTable {
        name: "a German list of absences",
        text: "Von;Bis;Zeitraum;Art der Abwesenheit\n\
               30.10.2026;02.11.2026;ganztägig;Urlaub\n\
               05.11.2026;05.11.2026;vormittags;Krankheit\n",
        days: &["2026-10-30 vacation", "2026-11-02 vacation", "2026-11-05 sick, morning"],
        ..KNOWN
    },
    RealTable {
        name: "its English version",
        text: "From;To;Period;Absence type\n\
               30.10.2026;02.11.2026;full days;Vacation\n\
               05.11.2026;05.11.2026;afternoon;Sickness\n",
        days: &["2026-10-30 vacation", "2026-11-02 vacation", "2026-11-05 sick, afternoon"],
        ..KNOWN
    },
    RealTable {
        name: "Personio",
        text: "Employee's email address,Absence type,Start date,End date,Start time,End time,Half day first day,Half day last day\n\
               ada@example.org,Paid leave,16.11.2026,18.11.2026,,,1,\n\
               ada@example.org,Sick leave,19.11.2026,19.11.2026,,,,1\n\
               ada@example.org,Sick leave,20.11.2026,20.11.2026,,,1,\n",
        suggested: &[
            "date=Start date",
            "to=End date",
            "type=Absence type",
            "half=Half day first day",
            "last_half=Half day last day",
            "person=Employee's email address",
        ],
        days: &[
            "2026-11-16 vacation, afternoon",
            "2026-11-17 vacation",
            "2026-11-18 vacation",
            "2026-11-19 sick, morning",
            "2026-11-20 sick, afternoon",
        ],
        ..KNOWN
    },
    RealTable {
        name: "Personio in German",
        text: "E-Mail-Adresse des Mitarbeiters;Abwesenheitsart;Anfangsdatum;Enddatum;Anfangszeit;Endzeit;Halber Tag erster Tag;Halber Tag letzter Tag\n\
               ada@example.org;Urlaub;16.11.2026;17.11.2026;;;;1\n",
        suggested: &[
            "date=Anfangsdatum",
            "to=Enddatum",
            "type=Abwesenheitsart",
            "half=Halber Tag erster Tag",
            "last_half=Halber Tag letzter Tag",
            "person=E-Mail-Adresse des Mitarbeiters",
        ],
        days: &["2026-11-16 vacation", "2026-11-17 vacation, morning"],
        ..KNOWN
    },
    RealTable {
        name: "BambooHR",
        text: "Name,From,To,Type,Amount,Status,Notes\n\
               \"Lovelace, Ada\",31/08/2026,01/09/2026,Paid Time Off,16.00 hours,Approved,Visit\n\
               \"Lovelace, Ada\",02/09/2026,02/09/2026,Sick Leave,8.00 hours,Requested,\n\
               \"Lovelace, Ada\",03/09/2026,03/09/2026,Paid Time Off,8.00 hours,Denied,\n",
        suggested: &[
            "date=From",
            "to=To",
            "type=Type",
            "notes=Notes",
            "person=Name",
            "status=Status",
        ],
        days: &["2026-08-31 vacation (Visit)", "2026-09-01 vacation (Visit)"],
        unchecked: &[3],
        errors: &[(4, "table.off")],
        ..KNOWN
    },
    RealTable {
        name: "names of columns as in a database",
        text: "id,employee_name,leave_type,starts_on,ends_on,status,reason\n\
               1,Ada,PTO,2026-11-16,2026-11-17,approved,Trip\n\
               2,Ada,sick_leave,2026-11-18,2026-11-18,approved,\n",
        suggested: &[
            "date=starts_on",
            "to=ends_on",
            "type=leave_type",
            "notes=reason",
            "person=employee_name",
            "status=status",
        ],
        types: &[("sick_leave", "sick")],
        days: &["2026-11-16 vacation (Trip)", "2026-11-17 vacation (Trip)", "2026-11-18 sick"],
        ..KNOWN
    },
    RealTable {
        name: "first and last days with a category",
        text: "Start day,End day,Category\n2026-11-16,2026-11-17,Annual leave\n2026-11-18,,Sick day\n",
        suggested: &["date=Start day", "to=End day", "type=Category"],
        days: &["2026-11-16 vacation", "2026-11-17 vacation", "2026-11-18 sick"],
        ..KNOWN
    },
    RealTable {
        name: "a German list with numbers of days",
        text: "Mitarbeiter;Urlaubsart;Von;Bis;Tage;Status\n\
               Ada;Erholungsurlaub;16.11.2026;17.11.2026;2,0;genehmigt\n\
               Ada;Erholungsurlaub;18.11.2026;18.11.2026;0,5;genehmigt\n\
               Ada;Erholungsurlaub;19.11.2026;19.11.2026;1,0;beantragt\n",
        suggested: &[
            "date=Von",
            "to=Bis",
            "type=Urlaubsart",
            "count=Tage",
            "person=Mitarbeiter",
            "status=Status",
        ],
        days: &["2026-11-16 vacation", "2026-11-17 vacation", "2026-11-18 vacation, morning"],
        unchecked: &[4],
        ..KNOWN
    },
];
