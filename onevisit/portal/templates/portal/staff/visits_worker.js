{% load static %}/* The worker of today's visits. Its address is its scope; what it does stands in the two files. */
"use strict";
self.VISITS = { page: "{% url 'portal:visits' %}", token: "{% url 'portal:visits-token' %}", send: "{% url 'portal:visits-send' %}", statics: "{% get_static_prefix %}" };
importScripts("{% static 'portal/visits.js' %}", "{% static 'portal/visits_worker.js' %}");
