//! Tests that every address that is accepted can be written to.

use lettre::Address;
use proptest::prelude::*;

use super::{MailSettings, Mailer};
use crate::domain::accounts::user::Email;
use crate::domain::notifications::outbox::MessageId;

/// Returns the recipients of an email to this address, as told to the mail server.
fn recipients(to: &Email) -> Result<Vec<Address>, String> {
    let mailer = Mailer::new(MailSettings {
        server: "smtp://localhost:25".parse().expect("a server"),
        from: "worklog@example.org".parse().expect("a sender"),
        public_url: "https://worklog.example.org".parse().expect("a URL"),
    });
    let mailer = mailer.expect("a mailer");
    let message = mailer.build_message(MessageId::new(), to, "subject", "text".to_owned());
    message.map(|message| message.envelope().to().to_vec()).map_err(|error| error.to_string())
}

#[tokio::test]
async fn an_accepted_address_can_be_written_to() {
    let local = "\"[a-z.@\\\\!éß]{1,4}\"|[a-z.\"!#=/é\u{a0}]{1,5}|\\PC{1,5}";
    let domain =
        "[a-zß.-]{1,6}|\\[[0-9a-f.:]{1,9}\\]|\\[192\\.0\\.2\\.1\\]|\\[IPv6:::1\\]|\\PC{1,5}";
    let settings = proptest::test_runner::Config::with_cases(5_000);
    let mut runner = proptest::test_runner::TestRunner::new(settings);
    let outcome = runner.run(&(local, domain), |(local, domain)| {
        let text = format!("{local}@{domain}");
        if let Ok(email) = text.parse::<Email>() {
            let expected = text.parse::<Address>().expect("an address");
            prop_assert_eq!(recipients(&email), Ok(vec![expected]));
        }
        Ok(())
    });
    outcome.expect("all accepted addresses are written to");
}
