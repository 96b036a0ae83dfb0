import pytest, gc
from tests.factories.people import *
from tests.factories.world import *
@pytest.mark.django_db
def test_x(client):
    p=make_picture(make_organization())
    del p
    gc.collect()
@pytest.mark.django_db
def test_y(client):
    p=make_picture(make_organization())
    p.get_rendition("max-100x100|format-webp")
    del p
    gc.collect()
@pytest.mark.django_db
def test_z(client, admin_client):
    p=make_picture(make_organization())
    gc.collect()
    r=admin_client.get(f"/cms/images/{p.pk}/")
    print(r.status_code)
    del r,p
    gc.collect()
