//! Logs with one row per day.

use super::{KNOWN, RealTable};

pub(super) const TABLES: &[RealTable] = &[
    RealTable {
        name: "Worklog",
        text: "Date,Type,Location,Half,Afternoon type,Afternoon location,Notes\n\
               2026-11-16,Office,,,,,\n\
               2026-11-17,Sick,,both,Remote,Home,\n",
        days: &["2026-11-16 office", "2026-11-17 sick + remote at Home"],
        ..KNOWN
    },
    RealTable {
        name: "the earlier service, without quotation marks",
        text: "date,type,location\n2018-01-04,remote,Raleigh, NC\n2018-01-05,office,\n",
        days: &["2018-01-05 office"],
        errors: &[(2, "table.surplus")],
        ..KNOWN
    },
    RealTable {
        name: "officetracker",
        text: "Date,State\n2026-11-16,Home\n2026-11-17,Office\n2026-11-18,\n2026-11-19,Scheduled\n",
        types: &[("scheduled", "office")],
        days: &["2026-11-16 remote at Home", "2026-11-17 office", "2026-11-19 office"],
        ..KNOWN
    },
    RealTable {
        name: "a log with a column of yes and no",
        text: "Date,Location,WorkFromHome,Notes\n\
               2026-01-05,Berlin,Yes,\n\
               2026-01-06,Oslo,No,Visit\n",
        suggested: &["date=Date", "type=WorkFromHome", "location=Location", "notes=Notes"],
        types: &[("not workfromhome", "office")],
        days: &["2026-01-05 remote at Berlin", "2026-01-06 office at Oslo (Visit)"],
        ..KNOWN
    },
    RealTable {
        name: "a German log with a column of yes and no",
        text: "Datum;Homeoffice\n16.11.2026;ja\n17.11.2026;nein\n",
        suggested: &["date=Datum", "type=Homeoffice"],
        types: &[("not homeoffice", "office")],
        days: &["2026-11-16 remote at Home", "2026-11-17 office"],
        ..KNOWN
    },
    RealTable {
        name: "year, month, and day",
        text: "Year,Month,Day,Location\n2026,1,5,Berlin\n2026,Feb,06,Oslo\n",
        suggested: &["year=Year", "month=Month", "day=Day", "location=Location"],
        all: Some("remote"),
        days: &["2026-01-05 remote at Berlin", "2026-02-06 remote at Oslo"],
        ..KNOWN
    },
    RealTable {
        name: "an online spreadsheet with a title",
        text: "Where I worked,,\n,,\nDate,Where,Comment\n\
               1/13/2026,Home,\n1/14/2026,Office,Team day\n",
        suggested: &["date=Date", "type=Where", "notes=Comment"],
        days: &["2026-01-13 remote at Home", "2026-01-14 office (Team day)"],
        ..KNOWN
    },
    RealTable {
        name: "a spreadsheet whose dates lost their format",
        text: "Tag;Art\n46337;Urlaub\n46338,5;Krank\n",
        suggested: &["date=Tag", "type=Art"],
        days: &["2026-11-11 vacation", "2026-11-12 sick"],
        ..KNOWN
    },
    RealTable {
        name: "columns separated by tabs",
        text: "Day\tActivity\tPlace\n2026-11-16\tOffice\tBerlin\n2026-11-17\tPTO\t\n",
        suggested: &["date=Day", "type=Activity", "location=Place"],
        days: &["2026-11-16 office at Berlin", "2026-11-17 vacation"],
        ..KNOWN
    },
    RealTable {
        name: "no header",
        text: "2026-11-16,Office,Berlin\n2026-11-17,Remote,\n2026-11-18,Urlaub,\n",
        suggested: &["date=Column 1", "type=Column 2"],
        days: &["2026-11-16 office", "2026-11-17 remote at Home", "2026-11-18 vacation"],
        ..KNOWN
    },
    RealTable {
        name: "a status that is about the day",
        text: "Date,Status\n2026-11-16,WFH\n2026-11-17,Office\n",
        suggested: &["date=Date", "type=Status"],
        days: &["2026-11-16 remote at Home", "2026-11-17 office"],
        ..KNOWN
    },
    RealTable {
        name: "unknown names of columns",
        text: "Wann,Was\n05.01.2026,Büro\n06.01.2026,Mobiles Arbeiten\n",
        suggested: &["date=Wann", "type=Was"],
        days: &["2026-01-05 office", "2026-01-06 remote at Home"],
        ..KNOWN
    },
];
