//! The settings pages, and those that ask a question.

use super::Step::{Arrive, Check, Click, Go, Later, See, Submit, Type, Wait};
use super::{Step, Tour, Voice};
use crate::browser::types::add_types;
use crate::support::server::PASSWORD;

in_each_language! {
    types_and_allowances,
    feeds_tokens_and_sessions,
}

pub(super) const TOURS: &[&[Step]] = &[TYPES, ALLOWANCES, FEEDS, TOKENS, CONFIRMATION, SESSIONS];

const TYPES: &[Step] = &[
    See("/settings/types"),
    See("/settings/types/training"),
    Type("#training-label", "Conference"),
    Click("#training .terms .primary"),
    Wait("#training-label-error"),
    Check("a type with errors"),
    See("/settings/types/office"),
    See("/settings/types/training/merge"),
    See("/settings/types/training/merge?into=remote"),
];

const ALLOWANCES: &[Step] = &[
    See("/settings/allowances"),
    See("/settings/allowances/vacation"),
    See("/settings/allowances/sick"),
    Type("#sick-days", "many"),
    Click("#sick .terms .primary"),
    Wait("#sick-days-error"),
    Check("an allowance with errors"),
];

async fn types_and_allowances(voice: Voice) {
    let mut tour = Tour::signed_up(voice).await;
    add_types(&tour.second_client().await).await;
    tour.follow(TYPES).await;
    tour.follow(ALLOWANCES).await;
    tour.finish(&[422]).await;
}

const FEEDS: &[Step] = &[
    See("/settings/feed"),
    Type("#name", "ada"),
    Submit,
    Wait("#created"),
    Check("a new feed"),
    Go("/settings/feed"),
    Type("#name", "\n"),
    Wait("#name-error"),
    Check("a feed without a name"),
    Click(".rows a.danger"),
    Arrive("/settings/feed/revoke"),
];

const TOKENS: &[Step] = &[
    See("/settings/tokens"),
    Type("#name", "ada"),
    Submit,
    Wait("#created"),
    Check("a new token"),
    Type("#name", "ADA\n"),
    Wait("#name-error"),
    Check("a token whose name is taken"),
    Click(".rows a.danger"),
    Arrive("/settings/tokens/{id}/revoke"),
    Click("main button.danger"),
    Wait("main .notice"),
    Check("a revoked token"),
];

const CONFIRMATION: &[Step] = &[
    Later,
    See("/confirm"),
    Type("#password", "wrong-horse-1\n"),
    Wait("#password-error"),
    Check("confirming with a wrong password"),
    Go("/settings/tokens"),
    Type("#name", "ada"),
    Click("input[name=scope][value=write]"),
    Submit,
    Wait("#password"),
    Check("confirming with a form that is kept"),
    Type("#password", PASSWORD),
    Submit,
    Wait("#name"),
    Check("a form that was kept"),
];

const SESSIONS: &[Step] = &[
    See("/settings/sessions"),
    Click(".rows button.danger"),
    Wait("main .notice"),
    Check("an ended session"),
    See("/password"),
    Submit,
    Wait("[aria-invalid=true]"),
    Check("/password with errors"),
];

async fn feeds_tokens_and_sessions(voice: Voice) {
    let mut tour = Tour::signed_up(voice).await;
    for steps in [FEEDS, TOKENS, CONFIRMATION] {
        tour.follow(steps).await;
    }
    tour.second_client().await;
    tour.follow(SESSIONS).await;
    tour.finish(&[422]).await;
}
