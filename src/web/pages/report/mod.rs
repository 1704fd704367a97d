//! `/report`: the entries of any range of days, with their totals, to print or to save as CSV.

mod form;
mod view;

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpResponse, web};
use futures_util::stream::once;
use futures_util::{Stream, StreamExt};

use super::respond::{html, layout, render, stream};
use crate::app::{App, days, year};
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::{Form, PageQuery};
use crate::web::views::Section;
use form::ReportForm;
use view::{Report, ReportInput, ReportPage, render_days};

/// Shows a report (`GET /report?from=&to=&notes=&type=`), by default of this month.
pub(crate) async fn show_report(
    app: web::Data<App>,
    user: CurrentUser,
    PageQuery(query): PageQuery<ReportForm>,
) -> Result<HttpResponse, PageError> {
    let today = days::today_for(&app, &user);
    let Form { values: form, mut errors } = Form::new(query.or_month(today.month()));
    let range = form.days(&mut errors);
    let layout = layout(t::report(), Some(&user), Section::None, false);
    let filter = form.type_filter(&user.settings.types);
    let input = ReportInput { user: &user, form: &form, filter: &filter, today };
    let Some(range) = range else {
        let page = ReportPage::new(layout, &input, &errors, None);
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, render(&page)?));
    };
    let mut digest = year::load_range(&app, &user, &range).await?;
    digest.retain_types(|slug| filter.includes(&user.settings.types, slug));
    let report = Report::new(&input, &digest, &range);
    let page = render(&ReportPage::new(layout, &input, &errors, Some(report)))?;
    let (types, notes) = (user.settings.types.clone(), form.notes);
    let years = days::years::years(&app, &user, digest.years());
    let days = years.map(move |logs| {
        let (_, logs) = logs?;
        Ok(render_days(&logs, &types, &filter, &range, notes, today)?.into_bytes())
    });
    stream_page(page, days).await
}

/// Streams a page, with the days in place of [`view::DAYS`]. A page without days doesn't contain that.
async fn stream_page(
    page: String,
    days: impl Stream<Item = Result<Vec<u8>, PageError>> + 'static,
) -> Result<HttpResponse, PageError> {
    let Some((head, tail)) = page.split_once(view::DAYS) else {
        return Ok(html(StatusCode::OK, page));
    };
    let [head, tail] = [head, tail].map(|text| text.as_bytes().to_vec());
    let [head, tail] = [head, tail].map(|text| once(async { Ok(text) }));
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, "text/html; charset=utf-8"));
    stream(response, head.chain(days).chain(tail)).await
}
