from tests.events.test_cms import *
def test_dbg(client, member, organization):
    event = make_event(organization=organization, user=member)
    stale = opened(client, event)
    client.post(edit_url(event), typed(title="First tab") | stale)
    second = client.post(edit_url(event), typed(title="Second tab", venue="Fountain") | stale)
    open('/tmp/t2/second.html','w').write(second.text)
    a=client.post(add_url(organization), typed(starts_on="", kind="", city="", country="", description="null"))
    print(a.status_code, a.context and a.context['form'].errors)
    1/0
