//! Exports of time trackers, with several rows per day.

use super::{KNOWN, RealTable};

pub(super) const TABLES: &[RealTable] = &[
    RealTable {
        name: "Toggl",
        text: "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)\n\
               Ada,ada@example.org,ACME,Site,,Work,No,2026-11-16,09:00:00,2026-11-16,11:30:00,02:30:00,,\n\
               Ada,ada@example.org,ACME,Site,,Work,No,2026-11-16,12:00:00,2026-11-16,15:00:00,03:00:00,,\n\
               Ada,ada@example.org,ACME,Desk,,,No,2026-11-17,09:00:00,2026-11-17,12:00:00,03:00:00,,\n",
        suggested: &[
            "date=Start date",
            "type=Project",
            "notes=Description",
            "hours=Duration",
            "person=Email",
        ],
        types: &[("site", "office"), ("desk", "remote")],
        days: &["2026-11-16 office (Work)", "2026-11-17 remote at Home, morning"],
        ..KNOWN
    },
    RealTable {
        name: "Clockify",
        text: "\"Project\",\"Client\",\"Description\",\"Task\",\"User\",\"Group\",\"Email\",\"Tags\",\"Billable\",\"Start Date\",\"Start Time\",\"End Date\",\"End Time\",\"Duration (h)\",\"Duration (decimal)\",\"Billable Rate (USD)\",\"Billable Amount (USD)\"\n\
               \"Site\",\"\",\"\",\"\",\"Ada\",\"\",\"ada@example.org\",\"\",\"Yes\",\"09/15/2026\",\"09:00 AM\",\"09/15/2026\",\"05:00 PM\",\"08:00:00\",\"8.00\",\"0\",\"0\"\n",
        suggested: &[
            "date=Start Date",
            "type=Project",
            "notes=Description",
            "hours=Duration (decimal)",
            "person=Email",
        ],
        types: &[("site", "office")],
        days: &["2026-09-15 office"],
        ..KNOWN
    },
    RealTable {
        name: "Harvest",
        text: "Date,Client,Project,Project Code,Task,Notes,Hours,Hours Rounded,Billable?,Invoiced?,Approved?,First Name,Last Name,Roles,Employee?,Billable Rate,Billable Amount,Cost Rate,Cost Amount,Currency,External Reference URL\n\
               2026-11-16,ACME,Site,S-1,Design,Draft,7.5,7.5,Yes,No,No,Ada,Lovelace,,Yes,0,0,0,0,Euro - EUR,\n\
               2026-11-17,ACME,Time off,T-1,Vacation,,4,4,No,No,No,Ada,Lovelace,,Yes,0,0,0,0,Euro - EUR,\n",
        suggested: &[
            "date=Date",
            "type=Project",
            "notes=Notes",
            "hours=Hours",
            "person=First Name",
            "last_name=Last Name",
        ],
        types: &[("site", "office"), ("time off", "vacation")],
        days: &["2026-11-16 office (Draft)", "2026-11-17 vacation, morning"],
        ..KNOWN
    },
    RealTable {
        name: "Kimai",
        text: "Date,Begin,End,Duration,Currency,Rate,Internal rate,Hourly rate,Fixed rate,Alias,User,Email,Staff number,Customer,Project,Activity,Description,Billable,Tags,Type,Category\n\
               2026-11-16,09:00,15:30,6.50,EUR,0,0,0,,,ada,ada@example.org,,ACME,Site,Visit,,1,,timesheet,work\n\
               2026-11-17,09:00,11:00,2.00,EUR,0,0,0,,,ada,ada@example.org,,ACME,Desk,Mail,,1,,timesheet,work\n",
        suggested: &[
            "date=Date",
            "type=Project",
            "notes=Description",
            "hours=Duration",
            "person=Email",
        ],
        types: &[("site", "office"), ("desk", "remote")],
        days: &["2026-11-16 office", "2026-11-17 remote at Home, morning"],
        ..KNOWN
    },
    RealTable {
        name: "Tempo",
        text: "Issue key,Issue summary,Date,Logged time (h),Work description,Project key,Work author,Work ID\n\
               IMP-42,Fix the import,2026-11-16,6,Import,IMP,ada,1\n\
               IMP-43,Add tests,2026-11-17,4,Tests,IMP,ada,2\n",
        suggested: &[
            "date=Date",
            "type=Project key",
            "notes=Work description",
            "hours=Logged time (h)",
            "person=Work author",
        ],
        types: &[("imp", "office")],
        days: &["2026-11-16 office (Import)", "2026-11-17 office, morning (Tests)"],
        ..KNOWN
    },
    RealTable {
        name: "worklogs of Jira",
        text: "Worklog ID,Issue key,Issue summary,Author,Started,Time spent,Comment,Project,URL\n\
               1,IMP-42,Fix the import,Ada,2026-11-16T09:30:00Z,5h 30m,Import,IMP,\n",
        suggested: &["date=Started", "type=Project", "notes=Comment", "hours=Time spent"],
        types: &[("imp", "office")],
        days: &["2026-11-16 office (Import)"],
        ..KNOWN
    },
    RealTable {
        name: "a German timesheet",
        text: "Stundenzettel;November 2026;;;;;\n\
               Datum;Beginn;Ende;Pause;Stunden;Tätigkeit;Bemerkung\n\
               02.11.2026;08:00;16:30;0,5;8,00;Büro;\n\
               03.11.2026;08:00;12:00;0;4,00;Homeoffice;Anruf\n\
               Summe;;;;12,00;;\n",
        suggested: &["date=Datum", "type=Tätigkeit", "notes=Bemerkung", "hours=Stunden"],
        days: &["2026-11-02 office", "2026-11-03 remote at Home, morning (Anruf)"],
        errors: &[(5, "date.invalid")],
        ..KNOWN
    },
];
