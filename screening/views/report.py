"""The screening report: what the editors did, quarter by quarter, for everyone."""

from django.shortcuts import render

from organizations.caching import public_page

from ..reporting import SMALLEST_TOLD, quarters, report_on_quarter


@public_page
def screening_report(request):
    return render(
        request,
        "screening/report.html",
        {
            "reports": [report_on_quarter(quarter) for quarter in quarters()],
            "smallest": SMALLEST_TOLD,
        },
    )
