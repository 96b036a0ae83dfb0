// Starts Wagtail's date, time and date-time choosers. Wagtail's widgets do it in inline
// scripts, which our content security policy forbids: templates/wagtailadmin/widgets/.

{
  const STARTERS = {
    date: "initDateChooser",
    time: "initTimeChooser",
    datetime: "initDateTimeChooser",
  };

  class DateChooserController extends window.StimulusModule.Controller {
    static values = { kind: String, field: String, config: Object };

    // Not connect(): a moved element would get a second chooser.
    initialize() {
      window[STARTERS[this.kindValue]](this.fieldValue, this.configValue);
    }
  }

  window.wagtail.app.register("ow-date-chooser", DateChooserController);
}
