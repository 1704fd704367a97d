//! The pages of admins.

use super::Step::{Arrive, Check, Click, Forget, Go, See, Submit, Type, Wait};
use super::{Step, Tour, Voice};
use crate::browser::admin::make_admin;
use crate::browser::pictures_admin::add_events;
use crate::support::server::PASSWORD;
use crate::support::smtpd::Smtpd;

in_each_language! {
    admin_pages,
}

pub(super) const TOURS: &[&[Step]] = &[LISTS, USER, INVITATIONS, INVITED];

/// The longest name of a user.
const LONG_NAME: &str = "a-name-as-long-as-names-can-be.-------------------------------64";

const LISTS: &[Step] = &[
    See("/admin/users"),
    See("/admin/users?name=nnn"),
    See("/admin/users/{bob}"),
    See("/admin/users/{ada}"),
    See("/admin/users/nnn"),
    See("/admin/audit"),
    See("/admin/audit?user=nnn"),
    See("/admin/events"),
    See("/admin/store"),
];

const USER: &[Step] = &[
    See("/admin/users/{bob}/disable"),
    Click("main button.danger"),
    Wait("main .notice"),
    Check("a disabled user"),
    Click("button[value=grant]"),
    Wait("#password-error"),
    Check("a user with an error"),
    Click("button[value=enable]"),
    Wait("main .notice"),
    Type("#password", PASSWORD),
    Click("button[value=reset]"),
    Wait("#link"),
    Check("a link to a new password"),
];

const INVITATIONS: &[Step] = &[
    See("/admin/invitations"),
    Type("#email", "nowhere"),
    Submit,
    Wait("#email-error"),
    Check("an invitation with an error"),
    Type("#email", ""),
    Type("#note", "ada"),
    Submit,
    Wait("#link"),
    Check("a new invitation"),
    Click(".rows a.danger"),
    Arrive("/admin/invitations/{id}/revoke"),
];

const INVITED: &[Step] = &[Forget, See("{invitation}")];

async fn admin_pages(voice: Voice) {
    let smtpd = Smtpd::start(&[]);
    let mut tour = Tour::start(voice, &smtpd.flags()).await;
    tour.person = tour.person.sign_up("").await;
    make_admin(&tour.person).await;
    let server = &tour.person.server;
    for name in ["bob", LONG_NAME] {
        server.sign_up(name).await;
    }
    add_events(&server.app()).await;
    for (name, user) in [("{bob}", "bob"), ("{ada}", "ada")] {
        let path = tour.person.server.page_of(user).await;
        tour.name(name, path.trim_start_matches("/admin/users/").to_owned());
    }
    tour.follow(LISTS).await;
    tour.follow(USER).await;
    tour.follow(INVITATIONS).await;
    tour.follow(&[Go("/admin/invitations"), Submit, Wait("#link")]).await;
    let link = tour.person.value("#link").await;
    tour.name("{invitation}", link.replace(&tour.person.server.url, ""));
    tour.follow(INVITED).await;
    tour.finish(&[404, 422]).await;
}
