"""Public addresses of actions. They last for life (DOMAIN, rule 9)."""

from django.urls import path

from . import api, calendar_page, embed, feeds, poster, share, subscribe, views

app_name = "events"
urlpatterns = [
    path("actions/", views.action_list, name="action_list"),
    # Before the actions: none is called so (`EventPage.RESERVED_SLUGS`).
    path("actions/calendar/", calendar_page.calendar, name="calendar"),
    path("actions/<slug:slug>/", views.action_detail, name="action_detail"),
    path("actions/<slug:slug>.ics", feeds.action_ical, name="action_ical"),
    path("actions/<slug:slug>/poster/", poster.poster, name="poster"),
    path("periods/<slug:slug>/", views.period_detail, name="period"),
    path("embed/", embed.embed_code, name="embed_code"),
    path("embed/actions/", embed.embed_actions, name="embed_actions"),
    path("subscribe/", subscribe.subscribe, name="subscribe"),
    path("subscribe/code.svg", subscribe.subscribe_code, name="subscribe_code"),
    path("share/site.png", share.site_picture, name="site_picture"),
    path("share/actions/<slug:slug>.png", share.action_picture, name="action_picture"),
    path("share/actions/<slug:slug>.svg", poster.poster_code, name="poster_code"),
    path(
        "share/organizations/<slug:slug>.png",
        share.organization_picture,
        name="organization_picture",
    ),
    path("share/periods/<slug:slug>.png", share.period_picture, name="period_picture"),
    path("api/", api.documentation, name="api_documentation"),
    path("feeds/actions.ics", feeds.feed_ical, name="feed_ical"),
    path("feeds/actions.geojson", feeds.feed_geojson, name="feed_geojson"),
    path("feeds/actions.json", feeds.feed_json, name="feed_json"),
    path("feeds/actions.csv", feeds.feed_csv, name="feed_csv"),
    path("feeds/actions.atom", feeds.feed_atom, name="feed_atom"),
]
